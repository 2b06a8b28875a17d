namespace Dataset;

/// <summary>Arms, technology or material that one country supplies to another, wants from it, or withholds from it.</summary>
public sealed record Transfer : RelationRecord
{
    /// <summary>Code of the country that supplies it, or would.</summary>
    public required string Supplier { get; init; }

    /// <summary>Code of the country that receives it, or would.</summary>
    public required string Recipient { get; init; }

    /// <summary>Kind of goods, from the code list transfer_category.</summary>
    public required TransferCategory Category { get; init; }

    /// <summary>What is supplied, in lower-case English.</summary>
    public required string Item { get; init; }

    /// <summary>Number of items; null when the text does not say.</summary>
    public required int? Quantity { get; init; }

    /// <summary>Stage that it has reached, from the code list transfer_status.</summary>
    public required TransferStatus Status { get; init; }

    /// <summary>Ids of persons, or names of bodies, whom the text credits with the claim; empty when it credits nobody.</summary>
    public required IReadOnlyList<string> AttributedTo { get; init; }

    internal override (string Giver, string Receiver)? Flows => (Supplier, Recipient);

    internal override IEnumerable<string?> Credited => AttributedTo;

    internal override IEnumerable<string?> CountriesNamed => [Supplier, Recipient];
}
