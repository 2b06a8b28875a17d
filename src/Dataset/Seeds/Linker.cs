namespace Dataset;

/// <summary>Derives what needs more than one record: what refers to a source, person or country, and all names for search.</summary>
internal static class Linker
{
    public static IReadOnlyDictionary<ResourceType, IReadOnlyList<Entry>> Link(IReadOnlyDictionary<ResourceType, IReadOnlyList<Entry>> entries)
    {
        var names = NamesById(entries.Values.SelectMany(list => list));
        var people = entries.Values.SelectMany(list => list).OfType<Person>().ToLookup(person => person.Name, person => person.Id);
        var named = entries.ToDictionary(
            pair => pair.Key,
            pair => (IReadOnlyList<Entry>)[.. pair.Value.Select(entry => entry is RelationRecord record ? record with { PeopleTogether = Together(record, people) } : entry)]);
        var records = named.Values.SelectMany(list => list).OfType<RelationRecord>().ToList();
        return named.ToDictionary(pair => pair.Key, pair => LinkAll(pair.Key, pair.Value, records, names));
    }

    private static string[] Together(RelationRecord record, ILookup<string, string> people) =>
        [.. record.Credited.OfType<string>().SelectMany(body => body.Split(" and ")).SelectMany(name => people[name])];

    private static IReadOnlyList<Entry> LinkAll(
        ResourceType resource, IReadOnlyList<Entry> entries, IReadOnlyList<RelationRecord> records, Dictionary<string, string> names)
    {
        if (resource.ReferredToBy is not { } referredToBy)
            return [.. entries.Cast<RelationRecord>().Select(record => record with { Names = Join(record.Countries.Concat(record.People), names) })];
        var referring = records.SelectMany(record => referredToBy(record).Select(id => (id, record))).ToLookup(pair => pair.id, pair => pair.record);
        return [.. entries.Cast<ReferenceEntry>().Select(entry => Link(entry, [.. referring[entry.Id]], names))];
    }

    private static ReferenceEntry Link(ReferenceEntry entry, List<RelationRecord> records, Dictionary<string, string> names)
    {
        var people = Sorted(records.SelectMany(r => r.People));
        ReferenceEntry linked = entry switch
        {
            Source source => source with { People = people, Countries = Sorted(records.SelectMany(r => r.Countries)) },
            Country country => country with { People = people },
            _ => entry,
        };
        return linked with
        {
            Dyads = Sorted(records.SelectMany(r => r.Dyads)),
            Topics = [.. records.SelectMany(r => r.Topics).Distinct().OrderBy(topic => CodeLists.Of(typeof(Topic)).NameOf(topic), StringComparer.Ordinal)],
            SourceIds = entry is Source ? [entry.Id] : Sorted(records.SelectMany(r => r.SourceIds)),
            RecordCount = records.Count,
            Names = names.GetValueOrDefault(entry.Id, ""),
        };
    }

    /// <summary>Codes and slugs look different, so that one map serves countries and people.</summary>
    private static Dictionary<string, string> NamesById(IEnumerable<Entry> entries) => entries
        .Where(entry => entry is Country or Person)
        .ToDictionary(entry => entry.Id, entry => entry is Person person ? string.Join("; ", person.Aliases.Prepend(person.Name)) : ((Country)entry).Name);

    private static string Join(IEnumerable<string> ids, Dictionary<string, string> names) => string.Join("; ", ids.Select(id => names[id]));

    private static string[] Sorted(IEnumerable<string> values) => [.. values.Distinct().Order(StringComparer.Ordinal)];
}
