namespace Api.Listing.Declare;

/// <summary>The ways in which values of a kind can be compared with those of a request.</summary>
[Flags]
internal enum Comparison
{
    None = 0,
    Equality = 1,
    Exclusion = 2,
    Order = 4,
    Substring = 8,

    /// <summary>By the items of a list.</summary>
    Items = 16,
}
