namespace Dataset;

/// <summary>A joint military exercise, drill or patrol. A trend, a hypothesis or a comparison does not count as one.</summary>
public sealed record Exercise : RelationRecord
{
    /// <summary>Its proper name; null when the text gives none.</summary>
    public required string? Name { get; init; }

    /// <summary>Kind of exercise, from the code list exercise_kind.</summary>
    public required ExerciseKind Kind { get; init; }

    /// <summary>The participating countries, with the forces that the text reports.</summary>
    public required IReadOnlyList<Participant> Participants { get; init; }

    /// <summary>Place where it was held; null when the text does not say.</summary>
    public required string? Location { get; init; }

    /// <summary>Number of exercises that this record represents, as a text may report three at once; null for several without a number.</summary>
    public required int? Occurrences { get; init; }

    /// <summary>Whether it took place, from the code list exercise_status.</summary>
    public required ExerciseStatus Status { get; init; }
}

/// <summary>A country's part in an exercise.</summary>
public sealed record Participant
{
    /// <summary>Code of the country.</summary>
    public required string Country { get; init; }

    /// <summary>Number of troops it sent; null when the text does not say.</summary>
    public required int? Troops { get; init; }

    /// <summary>Branch or equipment it sent, in our own words; null when the text does not say.</summary>
    public required string? Forces { get; init; }
}
