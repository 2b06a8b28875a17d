using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Net.Http.Headers;

namespace Api.Http;

/// <summary>What pages of other origins may do: read everything, headers included.</summary>
internal static class CrossOrigin
{
    private static readonly string[] Exposed =
        ["Link", "ETag", "Last-Modified", Caching.VersionHeader, "Retry-After", "Content-Disposition"];

    public static void Configure(CorsPolicyBuilder policy) => policy
        .AllowAnyOrigin()
        .AllowAnyHeader()
        .WithMethods(HttpMethods.Get, HttpMethods.Head)
        .WithExposedHeaders(Exposed)
        .SetPreflightMaxAge(TimeSpan.FromDays(1));

    /// <summary>
    /// Every answer tells a dataset version: its own, or the one last seen where it has none, as an error. And every answer
    /// may be read by any page, also when no page asked: a cache may give it to one later.
    /// </summary>
    public static Task AddHeadersAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            if (http.RequestServices.GetRequiredService<DatasetVersions>().LastSeen is { } version)
                headers.TryAdd(Caching.VersionHeader, version.ToString());
            headers.TryAdd(HeaderNames.AccessControlAllowOrigin, CorsConstants.AnyOrigin);
            headers.TryAdd(HeaderNames.AccessControlExposeHeaders, string.Join(',', Exposed));
            return Task.CompletedTask;
        });
        return next(http);
    }
}
