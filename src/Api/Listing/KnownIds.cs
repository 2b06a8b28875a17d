using Dataset;

namespace Api.Listing;

/// <summary>What records may refer to, in any version of the dataset, so that a misspelt reference is an error and not an empty answer.</summary>
public sealed record KnownIds(IReadOnlySet<string> Countries, IReadOnlySet<string> People, IReadOnlySet<string> Sources)
{
    /// <summary>Longer lists are not told whole in an error: the resource itself is the list.</summary>
    private const int MostTold = 100;

    /// <summary>The error for an id that nothing has, or null when something has it.</summary>
    public ParameterError? WhyNot(string parameter, Reference refers, string id) => refers switch
    {
        Reference.Country => WhyNot(parameter, id, Countries, "countries"),
        Reference.Person => WhyNot(parameter, id, People, "people"),
        Reference.Source => WhyNot(parameter, id, Sources, "sources"),
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
