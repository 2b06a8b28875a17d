namespace Dataset;

/// <summary>A phrase in a source document. Its paragraph contains it exactly once (a W3C TextQuoteSelector).</summary>
public sealed record Evidence
{
    /// <summary>The most words of a phrase that is not a quotation.</summary>
    public const int LongestPhrase = 12;

    /// <summary>Id of the source document.</summary>
    public required string SourceId { get; init; }

    /// <summary>Number of the paragraph, counting the non-blank lines of the document from 1.</summary>
    public required int Paragraph { get; init; }

    /// <summary>The phrase, verbatim, as short as carries the fact: at most 12 words, or a quotation of any length.</summary>
    public required string Exact { get; init; }

    /// <summary>What the phrase carries: the fact, its date or an identity, from the code list carried.</summary>
    public required Carried Carries { get; init; }
}
