namespace Dataset;

/// <summary>The thing that a country code denotes.</summary>
public enum CountryKind
{
    /// <summary>A present state, with its ISO 3166-1 alpha-3 code.</summary>
    Country,

    /// <summary>A territory with its own ISO 3166-1 alpha-3 code, without a judgement on its status.</summary>
    Territory,

    /// <summary>An organisation or group of states.</summary>
    Bloc,

    /// <summary>A former state.</summary>
    FormerCountry,
}

/// <summary>Source of the code of a country or bloc.</summary>
public enum CodeSource
{
    /// <summary>ISO 3166-1 alpha-3.</summary>
    Iso,

    /// <summary>The World Bank's code of an aggregate.</summary>
    WorldBank,

    /// <summary>This dataset. Where ISO leaves codes to its users, it is one of these (XAA to XZZ).</summary>
    Dataset,
}

/// <summary>A list of states in research on international relations.</summary>
public enum StateList
{
    /// <summary>The state system membership of the Correlates of War project.</summary>
    Cow,

    /// <summary>The list of independent states of Gleditsch and Ward.</summary>
    GleditschWard,
}
