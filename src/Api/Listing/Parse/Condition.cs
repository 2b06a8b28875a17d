using Api.Listing.Declare;

namespace Api.Listing.Parse;

/// <summary>A condition that records must meet.</summary>
/// <param name="Filter">Field and operator.</param>
/// <param name="Value">One value, or an array of them, as the database compares it.</param>
internal sealed record Condition(FieldFilter Filter, object Value);
