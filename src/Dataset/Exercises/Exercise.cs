namespace Dataset;

/// <summary>A joint military exercise, drill or patrol. A trend, a hypothesis or a mere comparison is none.</summary>
public sealed record Exercise : RelationRecord
{
    /// <summary>Its proper name; null when the text gives none.</summary>
    public required string? Name { get; init; }

    /// <summary>Sort of exercise, from the code list exercise_kind.</summary>
    public required ExerciseKind Kind { get; init; }

    /// <summary>The countries taking part, with what the text says of their forces.</summary>
    public required IReadOnlyList<Participant> Participants { get; init; }

    /// <summary>Where it was held; null when the text does not say.</summary>
    public required string? Location { get; init; }

    /// <summary>How many of them this record stands for: a text may tell of three at once; null when the text tells of several without a number.</summary>
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
