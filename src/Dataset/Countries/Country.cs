namespace Dataset;

/// <summary>A country, a bloc, a territory or a former country.</summary>
public sealed record Country : ReferenceEntry
{
    /// <summary>ISO 3166-1 alpha-3 code; blocs have codes that this dataset defines.</summary>
    public required string Code { get; init; }

    /// <summary>Short name in English.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is a country, a bloc, a territory or a former country, from the code list country_kind.</summary>
    public required CountryKind Kind { get; init; }

    /// <summary>Ids of the people whom the records that concern it name, in alphabetical order.</summary>
    public IReadOnlyList<string> People { get; init; } = [];
}
