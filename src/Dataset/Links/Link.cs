namespace Dataset;

/// <summary>A link between two records: an entry of the seed file links.json. Both records serve it in related, each with its own code.</summary>
public sealed record Link
{
    /// <summary>The record that stands in the relation, as resource and id: visits/mishustin-xi-meeting-2023-05.</summary>
    public required string Record { get; init; }

    /// <summary>Its relation to the other, from the code list relation: part_of, outcome_of, same_act, variant_of or corroborates.</summary>
    public required Relation Relation { get; init; }

    /// <summary>The other record, as resource and id: visits/mishustin-visit-to-china-2023-05.</summary>
    public required string Other { get; init; }
}
