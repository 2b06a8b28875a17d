namespace Dataset;

/// <summary>What the dataset as a whole is: the seed file dataset.json.</summary>
public sealed record DatasetDescription
{
    /// <summary>The dataset's title.</summary>
    public required string Title { get; init; }

    /// <summary>What it holds, where it comes from and what it is for.</summary>
    public required string Description { get; init; }

    /// <summary>The time its records cover, as an EDTF interval.</summary>
    public required FuzzyDate? Span { get; init; }

    /// <summary>Languages of its text, as ISO 639-1 codes.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>The licence it is given under; null where nobody has given one.</summary>
    public required string? Licence { get; init; }
}
