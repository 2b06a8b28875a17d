namespace Dataset;

/// <summary>
/// A place in a source document that carries a fact. It resolves by itself: the numbered paragraph of the document holds
/// the phrase exactly once (a W3C TextQuoteSelector).
/// </summary>
public sealed record Evidence
{
    /// <summary>The most words a phrase may have, unless it is itself a quotation.</summary>
    public const int LongestPhrase = 12;

    /// <summary>Id of the source document.</summary>
    public required string SourceId { get; init; }

    /// <summary>Number of the paragraph: the non-blank lines of the document, counted from 1.</summary>
    public required int Paragraph { get; init; }

    /// <summary>The phrase, verbatim, as short as carries the fact: at most 12 words, or a quotation of any length.</summary>
    public required string Exact { get; init; }
}
