namespace Dataset;

/// <summary>Records that cannot all be true. Each is recorded as its document has it; a contradiction lists them and gives the reason.</summary>
public sealed record Contradiction : ReferenceEntry
{
    /// <summary>The disagreement, in one line, in our own words.</summary>
    public required string Title { get; init; }

    /// <summary>Kind of contradiction, from the code list contradiction_kind.</summary>
    public required ContradictionKind Kind { get; init; }

    /// <summary>The records that cannot all be true, each as resource and id, in alphabetical order: trade-figures/bilateral-trade-2022.</summary>
    public required IReadOnlyList<string> Records { get; init; }

    /// <summary>The claims of the records, why they cannot all be true, and a possible explanation, in our own words.</summary>
    public required string Reason { get; init; }

    /// <summary>The parties of its records, as codes in alphabetical order.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Ids of the people that its records name, in alphabetical order.</summary>
    public IReadOnlyList<string> People { get; init; } = [];
}
