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
        _ => null,
    };

    private ParameterError? Dyad(string parameter, string dyad)
    {
        var codes = dyad.Split('-');
        ParameterError Invalid(string? nearest) => new(parameter, ErrorCode.InvalidValue,
            $"'{dyad}' is not a dyad. Give two different country codes in alphabetical order, joined by a hyphen, such as CHN-RUS.",
            DidYouMean: nearest);
        if (codes.Length != 2)
            return Invalid(null);
        if (codes.Select(code => Among(parameter, code, ids.Countries, "countries")).FirstOrDefault(error => error is not null) is { } unknown)
            return unknown;
        return string.CompareOrdinal(codes[0], codes[1]) < 0 ? null : Invalid(codes[0] == codes[1] ? null : global::Dataset.Dyad.Among(codes)[0]);
    }

    private ParameterError? Among(string parameter, string id, IReadOnlySet<string> known, string resource) => known.Contains(id) ? null
        : new(parameter, ErrorCode.UnknownReference, $"'{id}' is not an id in /v1/{resource}.",
            known.Count <= MostListed ? [.. known.Order(StringComparer.Ordinal)] : null, nearest.Find(id, known));
}
