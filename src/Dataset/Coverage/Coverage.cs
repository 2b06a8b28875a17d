namespace Dataset;

/// <summary>A paragraph of a source: the records that it gave to the dataset, and what was left out on purpose.</summary>
public sealed record Coverage : ReferenceEntry
{
    /// <summary>Id of the source document.</summary>
    public required string SourceId { get; init; }

    /// <summary>Number of the paragraph, counting the non-blank lines of the document from 1.</summary>
    public required int Paragraph { get; init; }

    /// <summary>What is in the paragraph and in no record, with the reason.</summary>
    public required IReadOnlyList<LeftOut> LeftOut { get; init; }

    /// <summary>
    /// Claims of the paragraph to give everything of a resource or kind for a pair and period. Only for these is a count of 0 known:
    /// elsewhere nothing is recorded.
    /// </summary>
    public required IReadOnlyList<CompleteFor> Complete { get; init; }

    /// <summary>The title of the source, with the number of the paragraph.</summary>
    public string Title { get; init; } = "";

    /// <summary>The records whose evidence is in the paragraph, as resource and id, in alphabetical order.</summary>
    public IReadOnlyList<string> Records { get; init; } = [];

    /// <summary>Codes of the countries that its records concern, in alphabetical order.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>The paragraph's id: that of its source and its number.</summary>
    public static string IdOf(string source, int paragraph) => $"{source}-p{paragraph}";
}

/// <summary>Something in a paragraph that is in no record.</summary>
public sealed record LeftOut
{
    /// <summary>What was left out, in our own words.</summary>
    public required string What { get; init; }

    /// <summary>Why, from the code list left_out_reason.</summary>
    public required LeftOutReason Reason { get; init; }
}

/// <summary>A claim to give everything of a kind for a pair and period.</summary>
public sealed record CompleteFor
{
    /// <summary>Name of the resource: exercises.</summary>
    public required string Resource { get; init; }

    /// <summary>Code of the kind or category to which the claim is limited; null where it is for all records of the resource.</summary>
    public required string? Kind { get; init; }

    /// <summary>The pair of countries: CHN-RUS.</summary>
    public required string Dyad { get; init; }

    /// <summary>The period, in EDTF.</summary>
    public required FuzzyDate Period { get; init; }

    /// <summary>First day of the period; null when it is open at its start.</summary>
    public DateOnly? Start => Period.Start;

    /// <summary>Last day of the period; null when it is open at its end.</summary>
    public DateOnly? End => Period.End;

    /// <summary>What the text says of it, in our own words.</summary>
    public required string What { get; init; }
}
