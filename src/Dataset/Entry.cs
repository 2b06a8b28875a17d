namespace Dataset;

/// <summary>
/// One entry of any resource. A property marked <c>required</c> is a member of the seed file; every other one is
/// derived from them, and is stored and served beside them.
/// </summary>
public abstract record Entry
{
    /// <summary>Stable, readable key (a slug), unique within its resource and never reused.</summary>
    public required string Id { get; init; }

    /// <summary>Caveats in our own words, contradictions included; null when there are none.</summary>
    public required string? Note { get; init; }

    /// <summary>
    /// Every name and spelling of the people and countries concerned. Only full-text search reads it, so that an entry is
    /// also found by a spelling its own text does not use.
    /// </summary>
    public string Names { get; init; } = "";
}
