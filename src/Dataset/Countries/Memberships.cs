namespace Dataset;

/// <summary>The members of blocs. A bloc and its own member are not a pair.</summary>
internal sealed class Memberships(IEnumerable<Country> countries)
{
    private readonly ILookup<(string Country, string Bloc), Membership> _memberships = countries
        .SelectMany(country => country.Memberships.Select(membership => (Country: country.Code, Membership: membership)))
        .ToLookup(pair => (pair.Country, pair.Membership.Bloc), pair => pair.Membership);

    /// <summary>Whether one of the two is a bloc to which the other belongs at some time of the date.</summary>
    public bool Contains(string one, string other, FuzzyDate? date) => Belongs(one, other, date) || Belongs(other, one, date);

    private bool Belongs(string country, string bloc, FuzzyDate? date) => _memberships[(country, bloc)].Any(membership =>
        date is null || (!(membership.Since > date.End?.Year) && !(membership.Until < date.Start?.Year)));
}
