namespace Dataset;

/// <summary>A country, a bloc, a territory or a former country.</summary>
public sealed record Country : ReferenceEntry
{
    /// <summary>Code of the whole world, which is a partner in trade and never a party.</summary>
    public const string World = "WLD";

    /// <summary>Code of three letters: ISO 3166-1 alpha-3, or the code that code_source names.</summary>
    public required string Code { get; init; }

    /// <summary>Where the code is from, from the code list code_source.</summary>
    public required CodeSource CodeSource { get; init; }

    /// <summary>Short name in English.</summary>
    public required string Name { get; init; }

    /// <summary>Its short names in its own languages and scripts; empty for a bloc.</summary>
    public required IReadOnlyList<string> NativeNames { get; init; }

    /// <summary>Whether it is a country, a bloc, a territory or a former country, from the code list country_kind.</summary>
    public required CountryKind Kind { get; init; }

    /// <summary>ISO 3166-1 alpha-2 code; null where ISO has none.</summary>
    public required string? Alpha2 { get; init; }

    /// <summary>ISO 3166-1 numeric code, three digits; null where ISO has none.</summary>
    public required string? Numeric { get; init; }

    /// <summary>Its numbers in the lists of states of research on international relations, with the years of their validity.</summary>
    public required IReadOnlyList<StateCode> StateCodes { get; init; }

    /// <summary>The blocs to which it belongs, with the years. A record between a bloc and its member is not of the two as a dyad.</summary>
    public required IReadOnlyList<Membership> Memberships { get; init; }

    /// <summary>Ids of the people whom the records that concern it name, in alphabetical order.</summary>
    public IReadOnlyList<string> People { get; init; } = [];
}
