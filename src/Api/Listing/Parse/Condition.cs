using Api.Listing.Declare;

namespace Api.Listing.Parse;

/// <summary>The value is one, or an array, of the type that the database compares.</summary>
internal sealed record Condition(FieldFilter Filter, object Value);
