namespace Dataset;

/// <summary>Kind of agreement or of similar act.</summary>
public enum AgreementKind
{
    /// <summary>A text that several governments or their representatives issue jointly.</summary>
    JointStatement,

    /// <summary>An accord between countries that is neither a treaty nor a roadmap.</summary>
    Agreement,

    /// <summary>A treaty, convention or treaty regime that is binding under international law.</summary>
    Treaty,

    /// <summary>A settlement of the course of a border.</summary>
    BorderDelimitation,

    /// <summary>A programme of steps on which the parties agree.</summary>
    Roadmap,

    /// <summary>A promise or declared readiness of one side or both sides.</summary>
    Pledge,

    /// <summary>A request or offer of one side to the others; the text does not report its acceptance.</summary>
    Proposal,

    /// <summary>Something to be built, set up or linked: pipelines, routes, offices, economic plans.</summary>
    Project,

    /// <summary>Declared close relations short of an alliance.</summary>
    Partnership,

    /// <summary>A security commitment between states, including nonaggression pacts, whether formed, sought or ruled out.</summary>
    Alliance,

    /// <summary>An organisation or forum of states, its foundation or its enlargement.</summary>
    Grouping,

    /// <summary>The accession of a country to an organisation: hoped for, decided or ratified.</summary>
    Membership,

    /// <summary>Continuing joint work in a field, reported without a named agreement.</summary>
    Cooperation,

    /// <summary>A plan to end a war.</summary>
    PeacePlan,

    /// <summary>Economic penalties on a country, its companies or its people.</summary>
    Sanctions,

    /// <summary>Limits on sales to a country or on its access to technology.</summary>
    ExportControls,

    /// <summary>Limits on imports from a country.</summary>
    TradeRestrictions,

    /// <summary>A course of action that a government, alone or with others, declares, follows or considers.</summary>
    Policy,

    /// <summary>Provisions of an international body.</summary>
    Rules,
}

/// <summary>Stage that an agreement has reached.</summary>
public enum AgreementStatus
{
    /// <summary>Valid or followed at the date given.</summary>
    InForce,

    /// <summary>Reached or promised by all sides; the text reports no signature.</summary>
    Agreed,

    /// <summary>Published as a text.</summary>
    Issued,

    /// <summary>Signed by the parties.</summary>
    Signed,

    /// <summary>Approved by a parliament.</summary>
    Ratified,

    /// <summary>Declared or decided by one side in public.</summary>
    Announced,

    /// <summary>Put forward; the text does not report its acceptance.</summary>
    Proposed,

    /// <summary>Under consideration, neither proposed nor decided.</summary>
    Considered,

    /// <summary>Intended or in preparation.</summary>
    Planned,

    /// <summary>Being built.</summary>
    UnderConstruction,

    /// <summary>Established.</summary>
    Founded,

    /// <summary>Enlarged, strengthened or joined by others.</summary>
    Expanded,

    /// <summary>Carried out.</summary>
    Completed,

    /// <summary>Exists in fact without being written down.</summary>
    DeFacto,

    /// <summary>Ruled out or left unsigned.</summary>
    NotSigned,

    /// <summary>Withheld or turned down.</summary>
    Refused,

    /// <summary>No longer followed or in existence.</summary>
    Ended,
}
