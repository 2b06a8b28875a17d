using Api.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Api.Guards;

/// <summary>
/// Refuses a path that the server has rewritten into another, whose answer it would get: one with a segment of dots, also encoded, or one in an
/// absolute address (RFC 9112, 3.2.2) that is not written plainly, of which the server decodes more.
/// </summary>
internal static class PathCheck
{
    public static Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = PathOf(target);
        // Nearly every path is as written, and the cache is not looked up before.
        return path.SequenceEqual(http.Request.Path.Value) || (target is ['/', ..] ? !HasDots(path) : path.Length == target.Length)
            ? next(http)
            : Refusal.WriteAsync(http, ProblemType.NotFound, $"No route has the path {path}. /v1 lists what there is.");
    }

    /// <summary>The path as written; of a target without one, such as * or an authority, the target.</summary>
    private static ReadOnlySpan<char> PathOf(string target)
    {
        var path = target.AsSpan();
        if (target is not ['/', ..])
        {
            var scheme = path.IndexOf("://");
            if (scheme < 0)
                return path;
            path = path[(scheme + "://".Length)..];
            path = path[(path.IndexOfAny('/', '?') is var begin and >= 0 ? begin : path.Length)..];
        }

        var query = path.IndexOf('?');
        path = query < 0 ? path : path[..query];
        return path.Length == 0 ? "/" : path;
    }

    private static bool HasDots(ReadOnlySpan<char> path)
    {
        foreach (var segment in path.Split('/'))
        {
            if (path[segment].Length <= "%2e%2e".Length && Uri.UnescapeDataString(path[segment]) is "." or "..")
                return true;
        }

        return false;
    }
}
