using Microsoft.AspNetCore.Cors.Infrastructure;

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

    /// <summary>Every answer tells a dataset version: its own, or the one last seen where it has none, as an error.</summary>
    public static Task AddDatasetVersionAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            if (http.RequestServices.GetRequiredService<DatasetVersions>().LastSeen is { } version)
                http.Response.Headers.TryAdd(Caching.VersionHeader, version.ToString());
            return Task.CompletedTask;
        });
        return next(http);
    }
}
