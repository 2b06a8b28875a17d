using Api.Answers;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Api.Http;

/// <summary>What pages of other origins may do: read everything, headers included.</summary>
internal static class CrossOrigin
{
    private static readonly string[] Exposed =
        ["Link", "ETag", "Last-Modified", Caching.VersionHeader, "Retry-After", "Content-Disposition"];

    private static readonly string ExposedHeaders = string.Join(',', Exposed);

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
            AddHeaders(headers);
            return Task.CompletedTask;
        });
        return next(http);
    }

    /// <summary>Adds what lets any page read the answer.</summary>
    public static void AddHeaders(IHeaderDictionary headers)
    {
        headers.AccessControlAllowOrigin = CorsConstants.AnyOrigin;
        headers.AccessControlExposeHeaders = ExposedHeaders;
    }
}
