using Microsoft.Net.Http.Headers;

namespace Api.Formats;

internal static class Negotiation
{
    /// <summary>The format that Accept prefers; the first one without Accept or without a preference.</summary>
    /// <exception cref="NotAcceptableException">Accept allows none of them.</exception>
    public static Format Choose(HttpRequest request, IReadOnlyList<Format> offered) => Choose(request, offered, format => format.MediaType);

    public static T Choose<T>(HttpRequest request, IReadOnlyList<T> offered, Func<T, string> mediaType)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) || accepted.Count == 0)
            return offered[0];
        var best = offered
            .Select((format, order) => (format, quality: Quality(mediaType(format), accepted), order))
            .OrderByDescending(choice => choice.quality).ThenBy(choice => choice.order)
            .First();
        return best.quality > 0 ? best.format : throw new NotAcceptableException([.. offered.Select(mediaType)]);
    }

    /// <summary>By the most specific range; 0 without one. The library would match application/json with every type in +json.</summary>
    private static double Quality(string mediaType, IList<MediaTypeHeaderValue> accepted) =>
        accepted
            .Where(range => range.MatchesAllSubTypes
                ? new MediaTypeHeaderValue(range.MediaType).MatchesMediaType(mediaType)
                : range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
            .OrderBy(range => range.MatchesAllTypes).ThenBy(range => range.MatchesAllSubTypes)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
}
