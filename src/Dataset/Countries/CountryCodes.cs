namespace Dataset;

/// <summary>What stands behind a country code.</summary>
public enum CountryKind
{
    /// <summary>A state of today, with its ISO 3166-1 alpha-3 code.</summary>
    Country,

    /// <summary>A territory with an ISO 3166-1 alpha-3 code of its own, without a judgement on its status.</summary>
    Territory,

    /// <summary>An organisation or group of states; its code is ours, except where ISO reserves one.</summary>
    Bloc,

    /// <summary>A state of the past, with the ISO code it had.</summary>
    FormerCountry,
}
