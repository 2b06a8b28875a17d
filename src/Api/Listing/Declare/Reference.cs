namespace Api.Listing.Declare;

/// <summary>The target of the values of a field; a filter by an unknown one is refused.</summary>
internal enum Reference
{
    None,
    Country,
    Dyad,
    DirectedDyad,
    PersonOrCountry,
    Person,
    Source,
    Resource,
}
