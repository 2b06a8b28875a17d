namespace Dataset;

/// <summary>A person named in a record.</summary>
public sealed record Person : ReferenceEntry
{
    /// <summary>Best-known name in English.</summary>
    public required string Name { get; init; }

    /// <summary>Name in its own script; null where that is the Latin one.</summary>
    public required string? NativeName { get; init; }

    /// <summary>Other spellings and shorter names in the documents.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>
    /// Code of the country or bloc for which the person acts by office, otherwise of the institution if the texts say where it is; null if
    /// they do not.
    /// </summary>
    public required string? Country { get; init; }
}
