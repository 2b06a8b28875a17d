namespace Api.Listing.Declare;

/// <summary>The uses of a field besides reading it.</summary>
[Flags]
internal enum FieldUses
{
    Read = 0,
    Filter = 1,
    Sort = 2,

    /// <summary>Count records by its values.</summary>
    Facet = 4,
}
