namespace Dataset;

/// <summary>Records that cannot all hold as they are told. Each is kept as its document has it; this says which they are, and why.</summary>
public sealed record Contradiction : ReferenceEntry
{
    /// <summary>What disagrees, one line, in our own words.</summary>
    public required string Title { get; init; }

    /// <summary>Sort of contradiction, from the code list contradiction_kind.</summary>
    public required ContradictionKind Kind { get; init; }

    /// <summary>The records that cannot all hold, each as its resource and its id, in alphabetical order: trade-figures/bilateral-trade-2022.</summary>
    public required IReadOnlyList<string> Records { get; init; }

    /// <summary>What each record says, why not all of it can hold, and what may explain it, in our own words.</summary>
    public required string Reason { get; init; }

    /// <summary>The parties of its records, codes in alphabetical order.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Ids of the people its records name, in alphabetical order.</summary>
    public IReadOnlyList<string> People { get; init; } = [];
}
