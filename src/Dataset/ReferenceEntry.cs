namespace Dataset;

/// <summary>
/// An entry that is about relation records: a source, a person or a country, which they refer to, or a contradiction, which
/// names them. Its lists are derived from those records, so that the common filters ask the same question of every resource.
/// </summary>
public abstract record ReferenceEntry : Entry
{
    /// <summary>Pairs of countries that its records concern, each as two codes in alphabetical order: CHN-RUS.</summary>
    public IReadOnlyList<string> Dyads { get; init; } = [];

    /// <summary>Subjects of its records, in alphabetical order.</summary>
    public IReadOnlyList<Topic> Topics { get; init; } = [];

    /// <summary>Ids of the source documents of its records, in alphabetical order; of a source, its own id.</summary>
    public IReadOnlyList<string> SourceIds { get; init; } = [];

    /// <summary>How many records of all resources refer to it; of a contradiction, how many it names.</summary>
    public int RecordCount { get; init; }
}
