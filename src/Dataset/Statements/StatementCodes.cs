namespace Dataset;

/// <summary>Extent of a quotation.</summary>
public enum StatementKind
{
    /// <summary>At least a clause: its subject and its verb are inside the quotation marks.</summary>
    Quote,

    /// <summary>Fewer words, which the text attributes to the speaker.</summary>
    Phrase,
}

/// <summary>Kind of speaker.</summary>
public enum SpeakerKind
{
    /// <summary>One or more named persons.</summary>
    Person,

    /// <summary>A government, office, party, or other body, or unnamed members of it.</summary>
    Institution,

    /// <summary>A newspaper, agency or other publication in its own voice.</summary>
    Publication,
}
