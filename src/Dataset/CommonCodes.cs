namespace Dataset;

/// <summary>Source of a date.</summary>
public enum DateBasis
{
    /// <summary>The text states it.</summary>
    Stated,

    /// <summary>It follows from the texts and the dates of the documents ("last month", or a year that another paragraph gives); date_note says how.</summary>
    Inferred,

    /// <summary>It is known from outside the texts, which is so of documents only; date_note says how.</summary>
    External,
}

/// <summary>A subject that a record belongs to.</summary>
public enum Topic
{
    /// <summary>Weapons: their transfer, production, control and proliferation.</summary>
    Arms,

    /// <summary>Education, language, religion, arts and civilisation.</summary>
    Culture,

    /// <summary>Official contacts: visits, talks, summits, envoys, offers of mediation.</summary>
    Diplomacy,

    /// <summary>Production, growth, industry and the economy as a whole.</summary>
    Economy,

    /// <summary>Oil, gas, coal, pipelines and power.</summary>
    Energy,

    /// <summary>Currencies, payments, investment and markets.</summary>
    Finance,

    /// <summary>World order: alignment, rivalry and power among great powers and blocs.</summary>
    Geopolitics,

    /// <summary>Health and the pandemic.</summary>
    Health,

    /// <summary>Events reported as history, before the relations of today.</summary>
    History,

    /// <summary>Human rights and repression.</summary>
    HumanRights,

    /// <summary>Ideas that justify or judge states and alliances.</summary>
    Ideology,

    /// <summary>Transport routes, ports, bridges, corridors and connectivity.</summary>
    Infrastructure,

    /// <summary>Media, narratives and disinformation.</summary>
    Media,

    /// <summary>Armed forces, exercises and military cooperation.</summary>
    Military,

    /// <summary>The North Atlantic alliance, its members' policies and its enlargement.</summary>
    Nato,

    /// <summary>Polls and public attitudes.</summary>
    PublicOpinion,

    /// <summary>Sanctions, export controls and economic coercion.</summary>
    Sanctions,

    /// <summary>Security guarantees, threats, alliances and strategic stability.</summary>
    Security,

    /// <summary>Sport, including the Olympic Games.</summary>
    Sport,

    /// <summary>Taiwan and the strait.</summary>
    Taiwan,

    /// <summary>Technology and its transfer.</summary>
    Technology,

    /// <summary>Trade in goods and services.</summary>
    Trade,

    /// <summary>The war in Ukraine, its causes and its consequences.</summary>
    WarInUkraine,
}
