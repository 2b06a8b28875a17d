namespace Dataset;

/// <summary>
/// A source, a person or a country: what relation records refer to. Its lists are derived from the records that refer to
/// it, so that the common filters ask the same question of every resource.
/// </summary>
public abstract record ReferenceEntry : Entry
{
    /// <summary>Pairs of countries that the records referring to it concern, each as two codes in alphabetical order: CHN-RUS.</summary>
    public IReadOnlyList<string> Dyads { get; init; } = [];

    /// <summary>Subjects of the records referring to it, in alphabetical order.</summary>
    public IReadOnlyList<Topic> Topics { get; init; } = [];

    /// <summary>Ids of the source documents of the records referring to it, in alphabetical order; of a source, its own id.</summary>
    public IReadOnlyList<string> SourceIds { get; init; } = [];

    /// <summary>How many records of all resources refer to it.</summary>
    public int RecordCount { get; init; }
}
