namespace Dataset;

/// <summary>Extent of a quotation.</summary>
public enum StatementKind
{
    /// <summary>At least a full clause.</summary>
    Quote,

    /// <summary>A few words that the text attributes to the speaker.</summary>
    Phrase,
}

/// <summary>Kind of speaker.</summary>
public enum SpeakerKind
{
    /// <summary>A named person.</summary>
    Person,

    /// <summary>A government, office, party, or other body, or unnamed members of it.</summary>
    Institution,

    /// <summary>A newspaper, agency or other publication in its own voice.</summary>
    Publication,
}
