namespace Dataset;

/// <summary>Words quoted from somebody: a full quotation, or a short phrase that the text attributes.</summary>
public sealed record Statement : RelationRecord
{
    /// <summary>Whether a clause or only a few words are quoted, from the code list statement_kind.</summary>
    public required StatementKind Kind { get; init; }

    /// <summary>Verbatim words. Where the text interrupts them, one space joins the segments, and the evidence has one entry per segment.</summary>
    public required string Quote { get; init; }

    /// <summary>Speaker or writer: a person's id, or the name of a body or publication.</summary>
    public required string Speaker { get; init; }

    /// <summary>Whether the speaker is a person, an institution or a publication, from the code list speaker_kind.</summary>
    public required SpeakerKind SpeakerKind { get; init; }

    /// <summary>The speaker's office or profession as the text gives it; null when it gives none.</summary>
    public required string? SpeakerRole { get; init; }

    /// <summary>Code of the speaker's country or bloc; null when it has none or it is unknown.</summary>
    public required string? SpeakerCountry { get; init; }

    /// <summary>Addressee: a person's id, or the name of a body; null when the text does not say.</summary>
    public required string? AddressedTo { get; init; }

    /// <summary>Occasion or place of publication; null when the text does not say.</summary>
    public required string? Venue { get; init; }

    /// <summary>The publication or agency that the document credits for the words; null when it credits none.</summary>
    public required string? ReportedBy { get; init; }

    /// <summary>Language of the quotation in this record, as an ISO 639-1 code.</summary>
    public required string Language { get; init; }

    internal override IEnumerable<string?> Credited => [Speaker, AddressedTo];
}
