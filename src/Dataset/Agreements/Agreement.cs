namespace Dataset;

/// <summary>An agreement or a similar act: a joint statement, pledge, project, grouping, sanction or declared policy, signed or not.</summary>
public sealed record Agreement : RelationRecord
{
    /// <summary>Kind of agreement, from the code list agreement_kind.</summary>
    public required AgreementKind Kind { get; init; }

    /// <summary>Its proper name; null when the text gives none.</summary>
    public required string? Name { get; init; }

    /// <summary>Bodies other than countries and blocs that make it or carry it out, such as companies and parliaments, in the order of the text.</summary>
    public required IReadOnlyList<string> Bodies { get; init; }

    /// <summary>Stage that it has reached, from the code list agreement_status.</summary>
    public required AgreementStatus Status { get; init; }
}
