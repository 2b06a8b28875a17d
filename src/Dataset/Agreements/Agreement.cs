namespace Dataset;

/// <summary>An agreement, or what stands beside agreements: a joint statement, pledge, project, grouping, sanction or declared policy, also one that was not signed.</summary>
public sealed record Agreement : RelationRecord
{
    /// <summary>Sort of agreement, from the code list agreement_kind.</summary>
    public required AgreementKind Kind { get; init; }

    /// <summary>Its proper name; null when the text gives none.</summary>
    public required string? Name { get; init; }

    /// <summary>Who makes, holds or joins it, or imposes it and on whom, the acting side first: codes of countries, names of other bodies.</summary>
    public required IReadOnlyList<string> Parties { get; init; }

    /// <summary>How far it has come, from the code list agreement_status.</summary>
    public required AgreementStatus Status { get; init; }
}
