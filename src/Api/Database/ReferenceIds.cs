using Api.Http;
using Api.Listing.Declare;
using Dataset;

namespace Api.Database;

/// <summary>
/// What a request is held against before any record is looked up: what records may refer to, in any version of the dataset, so
/// that a misspelt reference is an error and not an empty answer; and the key that cursors are sealed with.
/// </summary>
/// <param name="Version">The current version, and so the number of versions there are.</param>
/// <param name="Countries">Codes of countries.</param>
/// <param name="People">Ids of people.</param>
/// <param name="Sources">Ids of sources.</param>
/// <param name="CursorKey">The database's own secret.</param>
internal sealed record ReferenceIds(int Version, IReadOnlySet<string> Countries, IReadOnlySet<string> People, IReadOnlySet<string> Sources, ReadOnlyMemory<byte> CursorKey)
{
    /// <summary>Longer lists are not told whole in an error: the resource itself is the list.</summary>
    private const int MostTold = 100;

    private static readonly IReadOnlyList<string> Resources = [.. ResourceTypes.All.Select(type => type.Name)];

    /// <summary>The error for a version that there is not, or null when there is.</summary>
    public ParameterError? WhyNot(int? version, string parameter) => version is null || version <= Version ? null
        : new(parameter, ErrorCode.UnknownVersion, $"There is no version {version}; they are 1 to {Version}.");

    /// <summary>The error for an id that nothing has, or null when something has it.</summary>
    public ParameterError? WhyNot(string parameter, Reference refers, string id) => refers switch
    {
        Reference.Country => WhyNot(parameter, id, Countries, "countries"),
        Reference.Person => WhyNot(parameter, id, People, "people"),
        Reference.Source => WhyNot(parameter, id, Sources, "sources"),
        Reference.Resource => Resources.Contains(id) ? null : ParameterError.NotAmong(parameter, ErrorCode.UnknownReference, id, Resources, "a resource"),
        Reference.Dyad => WhyNoDyad(parameter, id),
        _ => null,
    };

    private ParameterError? WhyNoDyad(string parameter, string dyad)
    {
        var codes = dyad.Split('-');
        if (codes.Length != 2)
            return new(parameter, ErrorCode.InvalidValue, $"'{dyad}' is no dyad: two country codes in alphabetical order joined by a hyphen, such as CHN-RUS.");
        if (codes.Select(code => WhyNot(parameter, code, Countries, "countries")).FirstOrDefault(error => error is not null) is { } unknown)
            return unknown;
        return string.CompareOrdinal(codes[0], codes[1]) < 0 ? null
            : new(parameter, ErrorCode.InvalidValue, $"'{dyad}' must name two countries in alphabetical order.", DidYouMean: codes[0] == codes[1] ? null : Dyad.Among(codes)[0]);
    }

    private static ParameterError? WhyNot(string parameter, string id, IReadOnlySet<string> ids, string resource) => ids.Contains(id) ? null
        : new(parameter, ErrorCode.UnknownReference, $"'{id}' is not an id in /v1/{resource}.",
            ids.Count <= MostTold ? [.. ids.Order(StringComparer.Ordinal)] : null, Names.Nearest(id, ids));
}
