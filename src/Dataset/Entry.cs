namespace Dataset;

/// <summary>An entry of any resource. Its required properties are in the seed file; the others are derived from them.</summary>
public abstract record Entry
{
    /// <summary>Stable, readable key (a slug), unique within its resource and never reused.</summary>
    public required string Id { get; init; }

    /// <summary>Caveats in our own words, including contradictions; null when there are none.</summary>
    public required string? Note { get; init; }

    /// <summary>Every name and spelling of its people and countries. Full-text search finds an entry by any of them.</summary>
    public string Names { get; init; } = "";
}
