using Microsoft.Net.Http.Headers;

namespace Api.Formats;

/// <summary>Chooses the format that the client likes best.</summary>
internal static class Negotiation
{
    /// <summary>The format that Accept prefers; the first of those offered when it does not mind, or is not there.</summary>
    /// <exception cref="NotAcceptableException">It accepts none of them.</exception>
    public static Format Choose(HttpRequest request, IReadOnlyList<Format> offered) => Choose(request, offered, format => format.MediaType);

    /// <summary>The same for anything that has a media type.</summary>
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

    /// <summary>
    /// The quality that the most specific range covering the media type gives it; 0 when none covers it. Who asks for
    /// application/json means it, and not every type that ends in +json, which the library would take it for.
    /// </summary>
    private static double Quality(string mediaType, IList<MediaTypeHeaderValue> accepted) =>
        accepted
            .Where(range => range.MatchesAllSubTypes ? new MediaTypeHeaderValue(range.MediaType).MatchesMediaType(mediaType) : range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
            .OrderBy(range => range.MatchesAllTypes).ThenBy(range => range.MatchesAllSubTypes)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
}
