namespace Dataset;

/// <summary>A person named in a record.</summary>
public sealed record Person : ReferenceEntry
{
    /// <summary>Best-known name in English.</summary>
    public required string Name { get; init; }

    /// <summary>Other spellings in the documents.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>Code of the country for which the person acts or writes; null when unknown.</summary>
    public required string? Country { get; init; }
}
