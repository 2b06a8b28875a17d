namespace Dataset;

/// <summary>A document that records are taken from. The document itself is not ours to redistribute; its hash identifies it.</summary>
public sealed record Source : ReferenceEntry
{
    /// <summary>The document's own title.</summary>
    public required string Title { get; init; }

    /// <summary>Name of the document's file.</summary>
    public required string Document { get; init; }

    /// <summary>SHA-256 of the document's bytes, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its author; null when the text names none.</summary>
    public required string? Author { get; init; }

    /// <summary>Its publisher; null when the text names none.</summary>
    public required string? Publisher { get; init; }

    /// <summary>When it was published, in EDTF; null when unknown.</summary>
    public required FuzzyDate? Date { get; init; }

    /// <summary>Where the date comes from: stated in the text, inferred from it, or external to it; null when the date is unknown.</summary>
    public required DateBasis? DateBasis { get; init; }

    /// <summary>How an inferred or external date was arrived at; null for a stated one that needs no remark.</summary>
    public required string? DateNote { get; init; }

    /// <summary>First possible day of publication; null when unknown.</summary>
    public DateOnly? DateStart => Date?.Start;

    /// <summary>Last possible day of publication; null when unknown.</summary>
    public DateOnly? DateEnd => Date?.End;

    /// <summary>Sort of document, from the code list source_kind.</summary>
    public required SourceKind Kind { get; init; }

    /// <summary>Its language, an ISO 639-1 code.</summary>
    public required string Language { get; init; }

    /// <summary>How many paragraphs (non-blank lines) the document has.</summary>
    public required int ParagraphCount { get; init; }

    /// <summary>Countries and blocs that its records concern, as codes in alphabetical order.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Ids of the people named in its records, in alphabetical order.</summary>
    public IReadOnlyList<string> People { get; init; } = [];
}
