namespace Dataset;

/// <summary>Words quoted from somebody: a full quotation, or a short phrase that the text attributes.</summary>
public sealed record Statement : RelationRecord
{
    /// <summary>Between the parts of a quotation that the text interrupts.</summary>
    public const string Join = " … ";

    /// <summary>Whether a clause or only a few words are quoted, from the code list statement_kind.</summary>
    public required StatementKind Kind { get; init; }

    /// <summary>Verbatim words. Where the text interrupts them, " … " joins the parts; only they were said.</summary>
    public string Quote => string.Join(Join, QuoteParts);

    /// <summary>The parts of the quotation, verbatim: one, or several where the text interrupts it.</summary>
    public required IReadOnlyList<string> QuoteParts { get; init; }

    /// <summary>Speakers or writers: ids of persons, or names of bodies or publications; several speak jointly.</summary>
    public required IReadOnlyList<string> Speakers { get; init; }

    /// <summary>Whether the speakers are persons, institutions or publications, from the code list speaker_kind.</summary>
    public required SpeakerKind SpeakerKind { get; init; }

    /// <summary>The speaker's office or profession as the text gives it; null when it gives none.</summary>
    public required string? SpeakerRole { get; init; }

    /// <summary>
    /// Code of the country or bloc for which the speaker acts by office, otherwise of the institution if the texts say where it is; null if they do
    /// not, or the speakers differ. Only an official's country is among the actors.
    /// </summary>
    public required string? SpeakerCountry { get; init; }

    /// <summary>Person's id or name of the body that the words directly address; null when they address nobody, or only the press.</summary>
    public required string? AddressedTo { get; init; }

    /// <summary>Occasion, or publication in which the speaker wrote or was interviewed; null when the text does not say.</summary>
    public required string? Venue { get; init; }

    /// <summary>The publication or agency that the document credits with reporting the words; null when it credits none.</summary>
    public required string? ReportedBy { get; init; }

    /// <summary>Language of the quotation in this record, as an ISO 639-1 code.</summary>
    public required string Language { get; init; }

    internal override IEnumerable<string?> Credited => Speakers.Append(AddressedTo);

    internal override IEnumerable<string> Quoted => QuoteParts;

    internal override IEnumerable<string?> CountriesNamed => [SpeakerCountry];
}
