namespace Dataset;

/// <summary>Derives what needs more than one record: what refers to a source, person or country, what contradicts what, and all names for search.</summary>
internal static class Linker
{
    public static IReadOnlyDictionary<ResourceType, IReadOnlyList<Entry>> Link(IReadOnlyDictionary<ResourceType, IReadOnlyList<Entry>> entries)
    {
        var all = entries.Values.SelectMany(list => list).ToList();
        var names = NamesById(all);
        var people = all.OfType<Person>().ToLookup(person => person.Name, person => person.Id);
        var contradicted = Contradicted(all.OfType<Contradiction>());
        var records = (
            from pair in entries
            from record in pair.Value.OfType<RelationRecord>()
            let path = pair.Key.PathOf(record.Id)
            select (path, record: record with { PeopleTogether = Together(record, people), Contradicts = Sorted(contradicted[path]) }))
            .ToDictionary(pair => pair.path, pair => pair.record);
        return entries.ToDictionary(pair => pair.Key, pair => LinkAll(pair.Key, pair.Value, records, names));
    }

    /// <summary>By each record, the others of the same contradictions.</summary>
    private static ILookup<string, string> Contradicted(IEnumerable<Contradiction> contradictions) => (
        from contradiction in contradictions
        from record in contradiction.Records
        from other in contradiction.Records
        where other != record
        select (record, other)).ToLookup(pair => pair.record, pair => pair.other);

    private static string[] Together(RelationRecord record, ILookup<string, string> people) =>
        [.. record.Credited.OfType<string>().SelectMany(body => body.Split(" and ")).SelectMany(name => people[name])];

    private static IReadOnlyList<Entry> LinkAll(
        ResourceType resource, IReadOnlyList<Entry> entries, Dictionary<string, RelationRecord> records, Dictionary<string, string> names)
    {
        if (resource.HoldsRelations)
            return [.. entries.Select(entry => records[resource.PathOf(entry.Id)]).Select(record => record with { Names = NamesOf(record.Countries, record.People, names) })];
        var about = (resource.ReferredToBy is { } referredToBy
            ? records.Values.SelectMany(record => referredToBy(record).Select(id => (id, record)))
            : entries.Cast<Contradiction>().SelectMany(contradiction => contradiction.Records.Select(path => (id: contradiction.Id, record: records[path]))))
            .ToLookup(pair => pair.id, pair => pair.record);
        return [.. entries.Cast<ReferenceEntry>().Select(entry => Link(entry, [.. about[entry.Id]], names))];
    }

    private static ReferenceEntry Link(ReferenceEntry entry, List<RelationRecord> records, Dictionary<string, string> names)
    {
        var people = Sorted(records.SelectMany(r => r.People));
        var countries = Sorted(records.SelectMany(r => r.Countries));
        ReferenceEntry linked = entry switch
        {
            Source source => source with { People = people, Countries = countries },
            Country country => country with { People = people },
            Contradiction contradiction => contradiction with { People = people, Countries = countries },
            _ => entry,
        };
        return linked with
        {
            Dyads = Sorted(records.SelectMany(r => r.Dyads)),
            Topics = [.. records.SelectMany(r => r.Topics).Distinct().OrderBy(topic => CodeLists.Of(typeof(Topic)).NameOf(topic), StringComparer.Ordinal)],
            SourceIds = entry is Source ? [entry.Id] : Sorted(records.SelectMany(r => r.SourceIds)),
            RecordCount = records.Count,
            Names = entry is Contradiction ? NamesOf(countries, people, names) : names.GetValueOrDefault(entry.Id, ""),
        };
    }

    /// <summary>Codes and slugs look different, so that one map serves countries and people.</summary>
    private static Dictionary<string, string> NamesById(IEnumerable<Entry> entries) => entries
        .Where(entry => entry is Country or Person)
        .ToDictionary(entry => entry.Id, entry => entry is Person person ? string.Join("; ", person.Aliases.Prepend(person.Name)) : ((Country)entry).Name);

    private static string NamesOf(IEnumerable<string> countries, IEnumerable<string> people, Dictionary<string, string> names) =>
        string.Join("; ", countries.Concat(people).Select(id => names[id]));

    private static string[] Sorted(IEnumerable<string> values) => [.. values.Distinct().Order(StringComparer.Ordinal)];
}
