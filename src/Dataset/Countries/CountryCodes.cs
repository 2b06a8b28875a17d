namespace Dataset;

/// <summary>The thing that a country code denotes.</summary>
public enum CountryKind
{
    /// <summary>A present state, with its ISO 3166-1 alpha-3 code.</summary>
    Country,

    /// <summary>A territory with its own ISO 3166-1 alpha-3 code, without a judgement on its status.</summary>
    Territory,

    /// <summary>An organisation or group of states; its code is defined by this dataset, except where ISO reserves one.</summary>
    Bloc,

    /// <summary>A former state, with its former ISO code.</summary>
    FormerCountry,
}
