namespace Dataset;

/// <summary>The description of the whole dataset: the seed file dataset.json.</summary>
public sealed record DatasetDescription
{
    /// <summary>Title of the dataset.</summary>
    public required string Title { get; init; }

    /// <summary>Its content, origin and purpose.</summary>
    public required string Description { get; init; }

    /// <summary>The time that its records cover, as an EDTF interval; null when unknown.</summary>
    public required FuzzyDate? Span { get; init; }

    /// <summary>Languages of its text, as ISO 639-1 codes.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Licence of the dataset; null when there is none.</summary>
    public required string? Licence { get; init; }
}
