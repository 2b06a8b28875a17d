namespace Dataset;

/// <summary>A country, a bloc, or another body that stands in a country's place.</summary>
public sealed record Country : ReferenceEntry
{
    /// <summary>ISO 3166-1 alpha-3 code; blocs and former countries have codes of their own.</summary>
    public required string Code { get; init; }

    /// <summary>Its short name in English.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is a country, a bloc, a territory or a country of the past, from the code list country_kind.</summary>
    public required CountryKind Kind { get; init; }

    /// <summary>Ids of the people named in the records that concern it, in alphabetical order.</summary>
    public IReadOnlyList<string> People { get; init; } = [];
}
