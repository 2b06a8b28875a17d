namespace Dataset;

/// <summary>A person whom a record names.</summary>
public sealed record Person : ReferenceEntry
{
    /// <summary>The name by which the person is best known in English.</summary>
    public required string Name { get; init; }

    /// <summary>Other spellings that the documents use.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>Code of the country the person acts or writes for; null when unknown.</summary>
    public required string? Country { get; init; }
}
