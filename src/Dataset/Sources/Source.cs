namespace Dataset;

/// <summary>A document from which records are taken. The document itself may not be redistributed; its hash identifies it.</summary>
public sealed record Source : ReferenceEntry
{
    /// <summary>Title of the document.</summary>
    public required string Title { get; init; }

    /// <summary>File name of the document.</summary>
    public required string Document { get; init; }

    /// <summary>SHA-256 of the document's bytes, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Author: a person's id if the person is listed, otherwise the name; null when the text names none.</summary>
    public required string? Author { get; init; }

    /// <summary>Publisher; null when the text names none.</summary>
    public required string? Publisher { get; init; }

    /// <summary>Address of the document on the web; null when it is not given.</summary>
    public required string? Url { get; init; }

    /// <summary>Address of a copy in a web archive; null when it is not given.</summary>
    public required string? ArchivedUrl { get; init; }

    /// <summary>Date of publication, in EDTF; null when unknown.</summary>
    public required FuzzyDate? Date { get; init; }

    /// <summary>Source of the date: stated in the text, inferred from it, or external to it; null when the date is unknown.</summary>
    public required DateBasis? DateBasis { get; init; }

    /// <summary>Explanation of an inferred or external date; null for a stated date that needs no remark.</summary>
    public required string? DateNote { get; init; }

    /// <summary>First possible day of publication; null when unknown.</summary>
    public DateOnly? DateStart => Date?.Start;

    /// <summary>Last possible day of publication; null when unknown.</summary>
    public DateOnly? DateEnd => Date?.End;

    /// <summary>Kind of document, from the code list source_kind.</summary>
    public required SourceKind Kind { get; init; }

    /// <summary>Language of the document, as an ISO 639-1 code.</summary>
    public required string Language { get; init; }

    /// <summary>Number of paragraphs (non-blank lines) of the document.</summary>
    public required int ParagraphCount { get; init; }

    /// <summary>Countries and blocs that its records concern, as codes in alphabetical order.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Ids of the people whom its records name, in alphabetical order.</summary>
    public IReadOnlyList<string> People { get; init; } = [];
}
