namespace Dataset;

/// <summary>
/// Derives the fields that need several records: dyads, people, links, contradictions, references, and the names for search. The reference
/// entries stay in memory; of a relation record, only the facts that they need are kept.
/// </summary>
internal sealed class Linker
{
    private static readonly ResourceType[] ReferredTo = [.. ResourceTypes.All.Where(resource => resource.ReferredToBy is not null)];
    private static readonly CodeList TopicCodes = CodeLists.Of(typeof(Topic));

    private readonly Dictionary<string, string> _names;
    private readonly Dictionary<string, string> _titles;
    private readonly PeopleNames _people;
    private readonly Memberships _memberships;
    private readonly ILookup<string, RelatedRecord> _related;
    private readonly ILookup<string, string> _contradicted;
    private readonly ILookup<string, string> _contradictions;
    private readonly Dictionary<string, Links> _links = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<string> _texts = [];

    public Linker(IEnumerable<(ResourceType Resource, IEnumerable<ReferenceEntry> Entries)> references, IEnumerable<Link> links)
    {
        var all = references.SelectMany(pair => pair.Entries.Select(entry => (pair.Resource, Entry: entry))).ToList();
        foreach (var (resource, entry) in all)
            _links[resource.PathOf(entry.Id)] = new Links { Paths = entry is Coverage ? [] : null };
        // Codes of countries and ids of people cannot be equal, so that one map serves both.
        _names = all.Select(pair => pair.Entry).Where(entry => entry is Country or Person).DistinctBy(entry => entry.Id)
            .ToDictionary(entry => entry.Id, AllNamesOf);
        _titles = all.Select(pair => pair.Entry).OfType<Source>().DistinctBy(source => source.Id)
            .ToDictionary(source => source.Id, source => source.Title);
        _people = new(all.Select(pair => pair.Entry).OfType<Person>());
        _memberships = new(all.Select(pair => pair.Entry).OfType<Country>());
        _related = links
            .SelectMany(link => new[]
            {
                (From: link.Record, To: new RelatedRecord { Record = link.Other, Relation = link.Relation }),
                (From: link.Other, To: new RelatedRecord { Record = link.Record, Relation = Relations.Reverse[link.Relation] }),
            })
            .ToLookup(pair => pair.From, pair => pair.To);
        var contradictions = all.Where(pair => pair.Entry is Contradiction)
            .Select(pair => (Path: pair.Resource.PathOf(pair.Entry.Id), ((Contradiction)pair.Entry).Records)).ToList();
        _contradicted = contradictions
            .SelectMany(c => c.Records.SelectMany(record => c.Records.Where(other => other != record).Select(other => (record, other))))
            .ToLookup(pair => pair.record, pair => pair.other);
        _contradictions = contradictions.SelectMany(c => c.Records.Select(record => (record, c.Path)))
            .ToLookup(pair => pair.record, pair => pair.Path);
    }

    public RelationRecord Complete(ResourceType resource, RelationRecord record)
    {
        var path = resource.PathOf(record.Id);
        var directed = Dyad.DirectedOf(record, _memberships);
        var people = record.PeopleNamed.Concat(record.Quoted.Prepend(record.Title).SelectMany(_people.In));
        var linked = record with
        {
            DirectedDyads = directed,
            Dyads = Dyad.Undirected(directed),
            People = Sorted(people),
            Related = [.. _related[path].Distinct().OrderBy(link => link.Record, StringComparer.Ordinal).ThenBy(link => link.Relation)],
            Contradicts = Sorted(_contradicted[path]),
        };
        linked = linked with { Names = NamesOf(linked.Countries, linked.People) };
        Link(path, About.Of(linked));
        return linked;
    }

    public void Link(string path, About about)
    {
        var facts = new Facts(
            Numbered(about.People), Numbered(about.Countries), Numbered(about.Dyads), Numbered(about.SourceIds), Numbered(about.Topics));
        foreach (var reference in ReferredTo)
        {
            foreach (var id in reference.ReferredToBy!(about))
            {
                // A paragraph may have no entry of coverage. The rules refuse any other reference to nothing.
                if (_links.TryGetValue(reference.PathOf(id), out var links))
                    links.Add(path, facts);
            }
        }

        foreach (var contradiction in _contradictions[path])
            _links[contradiction].Add(path, facts);
    }

    // All relation records must have been completed or linked before.
    public ReferenceEntry Complete(ResourceType resource, ReferenceEntry entry)
    {
        var links = _links[resource.PathOf(entry.Id)];
        var (people, countries) = (Sorted(links.People), Sorted(links.Countries));
        ReferenceEntry linked = entry switch
        {
            Source source => source with { People = people, Countries = countries },
            Country country => country with { People = people },
            Contradiction contradiction => contradiction with { People = people, Countries = countries },
            Coverage coverage => coverage with
            {
                Title = $"{_titles[coverage.SourceId]}, paragraph {coverage.Paragraph}",
                Countries = countries,
                Records = Sorted(links.Paths!),
            },
            _ => entry,
        };
        return linked with
        {
            Dyads = Sorted(links.Dyads),
            Topics = [.. Sorted(links.Topics).Select(code => (Topic)TopicCodes.Find(code)!.Value)],
            SourceIds = entry switch
            {
                Source => [entry.Id],
                Coverage coverage => [coverage.SourceId],
                _ => Sorted(links.Sources),
            },
            RecordCount = links.Records,
            Names = entry is Contradiction or Coverage ? NamesOf(countries, people) : _names.GetValueOrDefault(entry.Id, ""),
        };
    }

    private static string AllNamesOf(ReferenceEntry entry) => string.Join("; ", entry switch
    {
        Person person => [person.Name, .. person.Aliases, .. person.NativeName is { } native ? [native] : Array.Empty<string>()],
        Country country => country.NativeNames.Prepend(country.Name),
        _ => [],
    });

    private string NamesOf(IEnumerable<string> countries, IEnumerable<string> people) =>
        string.Join("; ", countries.Concat(people).Select(id => _names[id]));

    private int[] Numbered(IReadOnlyList<string> texts)
    {
        var numbers = new int[texts.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!_numbers.TryGetValue(texts[i], out numbers[i]))
            {
                numbers[i] = _numbers[texts[i]] = _texts.Count;
                _texts.Add(texts[i]);
            }
        }

        return numbers;
    }

    private string[] Sorted(NumberSet numbers) => Sorted(numbers.Numbers().ToArray().Select(number => _texts[number]));

    private static string[] Sorted(IEnumerable<string> values) => [.. values.Distinct().Order(StringComparer.Ordinal)];

    private readonly record struct Facts(int[] People, int[] Countries, int[] Dyads, int[] Sources, int[] Topics);

    private sealed class Links
    {
        /// <summary>The records themselves, where they are listed.</summary>
        public List<string>? Paths { get; init; }

        public int Records { get; private set; }

        public NumberSet People { get; } = new();

        public NumberSet Countries { get; } = new();

        public NumberSet Dyads { get; } = new();

        public NumberSet Sources { get; } = new();

        public NumberSet Topics { get; } = new();

        public void Add(string path, Facts record)
        {
            Records++;
            Paths?.Add(path);
            People.Add(record.People);
            Countries.Add(record.Countries);
            Dyads.Add(record.Dyads);
            Sources.Add(record.Sources);
            Topics.Add(record.Topics);
        }
    }
}
