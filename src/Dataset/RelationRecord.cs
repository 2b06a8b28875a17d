namespace Dataset;

/// <summary>A fact about relations between countries: the members that all relation records share.</summary>
public abstract record RelationRecord : Entry
{
    /// <summary>The fact, in one line, in our own words.</summary>
    public required string Title { get; init; }

    /// <summary>
    /// Date in EDTF (ISO 8601-2), with the precision that is known: 2022-02-04, 2022-09, 2023, 2023-05-22/2023-05-28, 2021~ (about),
    /// ../2014 (until). Null when unknown.
    /// </summary>
    public required FuzzyDate? Date { get; init; }

    /// <summary>Source of the date: stated in the text, inferred from it, or external to it; null when the date is unknown.</summary>
    public required DateBasis? DateBasis { get; init; }

    /// <summary>Explanation of an inferred or external date; null for a stated date that needs no remark.</summary>
    public required string? DateNote { get; init; }

    /// <summary>First possible day of the date; null when it is unknown or open at its start.</summary>
    public DateOnly? DateStart => Date?.Start;

    /// <summary>Last possible day of the date; null when it is unknown or open at its end.</summary>
    public DateOnly? DateEnd => Date?.End;

    /// <summary>The parties, countries and blocs, as ISO 3166-1 alpha-3 codes in alphabetical order (for the codes of blocs see countries).</summary>
    public required IReadOnlyList<string> Countries { get; init; }

    /// <summary>Every pair of parties, as two codes in alphabetical order joined by a hyphen: CHN-RUS.</summary>
    public IReadOnlyList<string> Dyads => Dyad.Among(Countries);

    /// <summary>Ids of the people that its own fields name, in alphabetical order.</summary>
    public IReadOnlyList<string> People => [.. PeopleNamed.Concat(JointlyCredited).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Subjects of the record, from the code list topic, in alphabetical order.</summary>
    public required IReadOnlyList<Topic> Topics { get; init; }

    /// <summary>Evidence in the documents: one entry per passage, each with the shortest phrase that carries the fact.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>Ids of the source documents that report it, in alphabetical order.</summary>
    public IReadOnlyList<string> SourceIds => [.. Evidence.Select(e => e.SourceId).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Number of source documents that report it.</summary>
    public int SourceCount => SourceIds.Count;

    /// <summary>Records that it contradicts: the others of each contradiction that names it, as resource and id, in alphabetical order.</summary>
    public IReadOnlyList<string> Contradicts { get; init; } = [];

    // Ids of people whom a field names jointly, as a body: "Xi Jinping and Vladimir Putin".
    internal IReadOnlyList<string> JointlyCredited { get; init; } = [];

    internal virtual IEnumerable<string?> Credited => [];

    private protected virtual IEnumerable<string> PeopleNamed => Slug.PeopleAmong([.. Credited]);
}
