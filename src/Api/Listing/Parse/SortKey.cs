using Api.Listing.Declare;

namespace Api.Listing.Parse;

/// <summary>A key of the order.</summary>
/// <param name="Name">As it is given: a field's name, or rank.</param>
/// <param name="Field">The field; null for the rank of a full-text search.</param>
/// <param name="Descending">Whether the largest comes first. Unknown values come last either way.</param>
internal sealed record SortKey(string Name, Field? Field, bool Descending)
{
    /// <summary>The name of the key that orders by how well a record matches q.</summary>
    public const string Rank = "rank";
}
