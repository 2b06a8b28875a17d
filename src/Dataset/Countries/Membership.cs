namespace Dataset;

/// <summary>The time for which a country belongs to a bloc.</summary>
public sealed record Membership
{
    /// <summary>Code of the bloc.</summary>
    public required string Bloc { get; init; }

    /// <summary>Year of accession; null where the documents count the country in without a time.</summary>
    public required int? Since { get; init; }

    /// <summary>Year of withdrawal; null while it belongs to the bloc.</summary>
    public required int? Until { get; init; }
}
