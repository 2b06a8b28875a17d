namespace Dataset;

/// <summary>A fact about relations between countries: what trade figures, exercises, visits, statements, agreements and indicators share.</summary>
public abstract record RelationRecord : Entry
{
    /// <summary>What happened, one line, in our own words.</summary>
    public required string Title { get; init; }

    /// <summary>
    /// When, as precisely as is known and no more, in EDTF (ISO 8601-2): 2022-02-04, 2022-09, 2023, 2023-05-22/2023-05-28,
    /// 2021~ (about), ../2014 (until). Null when unknown.
    /// </summary>
    public required FuzzyDate? Date { get; init; }

    /// <summary>Where the date comes from: stated in the text, inferred from it, or external to it; null when the date is unknown.</summary>
    public required DateBasis? DateBasis { get; init; }

    /// <summary>How an inferred or external date was arrived at; null for a stated one that needs no remark.</summary>
    public required string? DateNote { get; init; }

    /// <summary>First possible day of the date; null when it is unknown or open at its start.</summary>
    public DateOnly? DateStart => Date?.Start;

    /// <summary>Last possible day of the date; null when it is unknown or open at its end.</summary>
    public DateOnly? DateEnd => Date?.End;

    /// <summary>The parties, countries and blocs, as ISO 3166-1 alpha-3 codes in alphabetical order (blocs have codes of their own: see countries).</summary>
    public required IReadOnlyList<string> Countries { get; init; }

    /// <summary>Every pair of parties, the two codes in alphabetical order and joined by a hyphen: CHN-RUS.</summary>
    public IReadOnlyList<string> Dyads => Dyad.Among(Countries);

    /// <summary>Ids of the people its own fields name, in alphabetical order.</summary>
    public IReadOnlyList<string> People => [.. PeopleNamed.Concat(JointlyCredited).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Subjects it belongs to, from the code list topic, in alphabetical order.</summary>
    public required IReadOnlyList<Topic> Topics { get; init; }

    /// <summary>Where the documents say so: one entry per place, each with the shortest phrase that carries the fact.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>Ids of the source documents that tell of it, in alphabetical order.</summary>
    public IReadOnlyList<string> SourceIds => [.. Evidence.Select(e => e.SourceId).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>How many source documents tell of it.</summary>
    public int SourceCount => SourceIds.Count;

    /// <summary>The records it contradicts: the others of each contradiction that names it, as resource and id, in alphabetical order.</summary>
    public IReadOnlyList<string> Contradicts { get; init; } = [];

    /// <summary>Ids of people who are credited together, and so stand in a field as a body: "Xi Jinping and Vladimir Putin".</summary>
    internal IReadOnlyList<string> JointlyCredited { get; init; } = [];

    /// <summary>What its fields credit or address: ids of people, names of bodies.</summary>
    internal virtual IEnumerable<string?> Credited => [];

    /// <summary>Ids of the people its own fields name, in any order.</summary>
    protected virtual IEnumerable<string> PeopleNamed => Slug.PeopleAmong([.. Credited]);
}
