namespace Dataset;

/// <summary>Kind of contact between representatives of countries.</summary>
public enum VisitKind
{
    /// <summary>A visit of the highest protocol rank, called a state visit in the text.</summary>
    StateVisit,

    /// <summary>A journey to another country.</summary>
    Visit,

    /// <summary>A conversation in person.</summary>
    Meeting,

    /// <summary>A conversation of which the text does not say whether it was in person.</summary>
    Talks,

    /// <summary>A conversation by video.</summary>
    VirtualMeeting,

    /// <summary>A conversation by telephone.</summary>
    PhoneCall,

    /// <summary>A conference of leaders, or of an organisation's members.</summary>
    Summit,

    /// <summary>An invitation to come.</summary>
    Invitation,
}

/// <summary>Whether a contact took place.</summary>
public enum VisitStatus
{
    /// <summary>It took place, or was taking place when the document was written; for an invitation: it was issued.</summary>
    Occurred,

    /// <summary>It was planned or announced when the document was written.</summary>
    Planned,

    /// <summary>It was reported without confirmation.</summary>
    Unconfirmed,

    /// <summary>It was refused, cancelled or withheld.</summary>
    Declined,
}
