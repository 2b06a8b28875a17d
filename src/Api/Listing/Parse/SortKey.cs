using Api.Listing.Declare;

namespace Api.Listing.Parse;

/// <summary>The field is null for the rank of a full-text search. Unknown values come last in both directions.</summary>
internal sealed record SortKey(string Name, Field? Field, bool Descending)
{
    /// <summary>Orders by how well a record matches q.</summary>
    public const string Rank = "rank";
}
