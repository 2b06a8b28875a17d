using Api.Database;
using Api.Http;
using Api.Listing.Declare;
using Dataset;

namespace Api.Listing.Parse;

/// <summary>Checks that the ids in a request exist.</summary>
internal sealed class ReferenceCheck(ReferenceIds ids, NearestNames nearest)
{
    /// <summary>An error leaves out a longer list: the resource itself is the list.</summary>
    private const int MostListed = 100;

    /// <summary>A request with hundreds of unknown ids gets the list a few times only, because it is sorted each time.</summary>
    private const int MostLists = 10;

    private int _lists;

    private static readonly IReadOnlyList<string> Resources = [.. ResourceTypes.All.Select(type => type.Name)];

    public ParameterError? Version(string parameter, int? version) => version is null || version <= ids.Version.Version ? null
        : new(parameter, ErrorCode.UnknownVersion, $"There is no version {version}. The versions are 1 to {ids.Version.Version}.");

    public ParameterError? Id(string parameter, Reference refers, string id) => refers switch
    {
        Reference.Country => Among(parameter, id, ids.Countries, "countries"),
        Reference.Person => Among(parameter, id, ids.People, "people"),
        Reference.Source => Among(parameter, id, ids.Sources, "sources"),
        Reference.Resource => Resources.Contains(id) ? null
            : ParameterError.NotAmong(parameter, ErrorCode.UnknownReference, id, Resources, "a resource", nearest),
        Reference.Dyad => Dyad(parameter, id),
        Reference.DirectedDyad => DirectedDyad(parameter, id),
        Reference.PersonOrCountry => Slug.Is(id)
            ? Among(parameter, id, ids.People, "people") : Among(parameter, id, ids.Countries, "countries"),
        _ => null,
    };

    private ParameterError? Dyad(string parameter, string dyad)
    {
        ParameterError Invalid(string? nearest) => new(parameter, ErrorCode.InvalidValue,
            $"'{dyad}' is not a dyad. Give two different country codes in alphabetical order, joined by a hyphen, such as CHN-RUS.",
            DidYouMean: nearest);
        if (dyad.Split('-') is not [var one, var other])
            return Invalid(null);
        return Pair(parameter, one, other)
            ?? (one == other ? Invalid(null) : global::Dataset.Dyad.Of(one, other) is var right && right != dyad ? Invalid(right) : null);
    }

    private ParameterError? DirectedDyad(string parameter, string dyad)
    {
        var codes = dyad.Split('>');
        if (codes is not [var source, var target] || source == target)
        {
            return new(parameter, ErrorCode.InvalidValue,
                $"'{dyad}' is not a directed dyad. Give two different country codes, the source first, joined by >, such as CHN>RUS.",
                DidYouMean: codes.Length == 1 && dyad.Split('-') is [var one, var other] && one != other ? $"{one}>{other}" : null);
        }

        return Pair(parameter, source, target);
    }

    private ParameterError? Pair(string parameter, params string[] codes) =>
        codes.Select(code => Among(parameter, code, ids.Countries, "countries")).FirstOrDefault(error => error is not null);

    private ParameterError? Among(string parameter, string id, IReadOnlySet<string> known, string resource) => known.Contains(id) ? null
        : new(parameter, ErrorCode.UnknownReference, $"'{id}' is not an id in /v1/{resource}.",
            known.Count <= MostListed && _lists++ < MostLists ? [.. known.Order(StringComparer.Ordinal)] : null, nearest.Find(id, known));
}
