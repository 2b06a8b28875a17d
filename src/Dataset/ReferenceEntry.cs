namespace Dataset;

/// <summary>A source, person or country to which relation records refer, or a contradiction between them. Its lists are derived from them.</summary>
public abstract record ReferenceEntry : Entry
{
    /// <summary>Pairs of countries that its records concern, each as two codes in alphabetical order: CHN-RUS.</summary>
    public IReadOnlyList<string> Dyads { get; init; } = [];

    /// <summary>Subjects of its records, in alphabetical order.</summary>
    public IReadOnlyList<Topic> Topics { get; init; } = [];

    /// <summary>Ids of the source documents of its records, in alphabetical order; for a source, its own id.</summary>
    public IReadOnlyList<string> SourceIds { get; init; } = [];

    /// <summary>
    /// Number of relation records that refer to it in whatever field, which is the number that the filter and the facets by it give; for a
    /// contradiction, the number of records that it names.
    /// </summary>
    public int RecordCount { get; init; }
}
