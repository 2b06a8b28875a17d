namespace Dataset;

/// <summary>A link to another record.</summary>
public sealed record RelatedRecord
{
    /// <summary>The other record, as resource and id: visits/xi-state-visit-to-russia-2023-03.</summary>
    public required string Record { get; init; }

    /// <summary>The relation of this record to the other, from the code list relation.</summary>
    public required Relation Relation { get; init; }
}
