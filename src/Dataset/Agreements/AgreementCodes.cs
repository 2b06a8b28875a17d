namespace Dataset;

/// <summary>Sort of agreement, or of act that stands beside agreements.</summary>
public enum AgreementKind
{
    /// <summary>A text that several governments, or their representatives, issue together.</summary>
    JointStatement,

    /// <summary>An accord between countries that is neither a treaty nor a roadmap.</summary>
    Agreement,

    /// <summary>A binding treaty or convention under international law, or a regime of such.</summary>
    Treaty,

    /// <summary>The settling of where a border runs.</summary>
    BorderDelimitation,

    /// <summary>A programme of steps that the parties set down together.</summary>
    Roadmap,

    /// <summary>A promise or declared readiness of one side or of both.</summary>
    Pledge,

    /// <summary>Something one side asks of or offers the others, whose acceptance is not told.</summary>
    Proposal,

    /// <summary>A thing to be built, set up or linked: pipelines, routes, offices, economic plans.</summary>
    Project,

    /// <summary>A declared closeness of relations short of an alliance.</summary>
    Partnership,

    /// <summary>A bond of security between states, nonaggression pacts included, whether formed, sought or ruled out.</summary>
    Alliance,

    /// <summary>An organisation or forum of states, its founding or its growth.</summary>
    Grouping,

    /// <summary>A country's joining of an organisation: hoped for, decided or ratified.</summary>
    Membership,

    /// <summary>Joint work in a field, told as going on without a named agreement.</summary>
    Cooperation,

    /// <summary>A plan to end a war.</summary>
    PeacePlan,

    /// <summary>Economic penalties on a country, its companies or its people.</summary>
    Sanctions,

    /// <summary>Limits on what may be sold to a country or on its access to technology.</summary>
    ExportControls,

    /// <summary>Limits on imports from a country.</summary>
    TradeRestrictions,

    /// <summary>A line of conduct that a government, alone or with others, declares, follows or considers.</summary>
    Policy,

    /// <summary>Provisions of an international body.</summary>
    Rules,
}

/// <summary>How far an agreement has come.</summary>
public enum AgreementStatus
{
    /// <summary>Valid or followed at the date given.</summary>
    InForce,

    /// <summary>Reached or promised by all sides; no signature is told.</summary>
    Agreed,

    /// <summary>Published as a text.</summary>
    Issued,

    /// <summary>Signed by the parties.</summary>
    Signed,

    /// <summary>Approved by a parliament.</summary>
    Ratified,

    /// <summary>Declared or decided by one side in public.</summary>
    Announced,

    /// <summary>Put forward; acceptance is not told.</summary>
    Proposed,

    /// <summary>Thought of, neither proposed nor decided.</summary>
    Considered,

    /// <summary>Intended or in preparation.</summary>
    Planned,

    /// <summary>Being built.</summary>
    UnderConstruction,

    /// <summary>Called into being.</summary>
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

    /// <summary>No longer followed or in being.</summary>
    Ended,
}
