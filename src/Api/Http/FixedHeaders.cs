using Api.Database;
using Api.Observability;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Primitives;

namespace Api.Http;

/// <summary>What every answer says, whatever it answers: that pages of other origins may read all of it, and that none may run it or frame it.</summary>
internal static class FixedHeaders
{
    private static readonly string[] Exposed =
        ["Link", "ETag", "Last-Modified", ApiHeaders.DatasetVersion, ApiHeaders.DatasetStale, "Age", "Retry-After", "Content-Disposition", ApiHeaders.Description, "RateLimit", "RateLimit-Policy", .. ServerTiming.Headers];

    private static readonly StringValues AnyOrigin = CorsConstants.AnyOrigin;
    private static readonly StringValues ExposedHeaders = string.Join(',', Exposed);
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues AnyPage = "cross-origin";

    /// <summary>Data needs nothing: no script, no frame.</summary>
    private static readonly StringValues PolicyOfData = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Swagger UI needs its own files, styles that it sets on elements, and images that its style sheet holds as data.</summary>
    private static readonly StringValues PolicyOfPages =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The pages of the front page need their own style, script and pictures, and send their own form.</summary>
    private static readonly StringValues PolicyOfFrontPage =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

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
            if (!headers.ContainsKey(ApiHeaders.DatasetVersion) && http.RequestServices.GetRequiredService<DatasetVersions>().Current is { } current)
                headers[ApiHeaders.DatasetVersion] = current.Version.ToString();
            AddHeaders(headers);
            if (http.Request.Path.StartsWithSegments("/swagger", out var rest) && !rest.StartsWithSegments("/v1"))
                headers.ContentSecurityPolicy = PolicyOfPages;
            return Task.CompletedTask;
        });
        return next(http);
    }

    /// <summary>Adds what is the same for all data, and for pages.</summary>
    public static void AddHeaders(IHeaderDictionary headers)
    {
        headers.AccessControlAllowOrigin = AnyOrigin;
        headers.AccessControlExposeHeaders = ExposedHeaders;
        headers.XContentTypeOptions = NoSniff;
        headers.ContentSecurityPolicy = headers.ContentType is [{ } type] && type.StartsWith("text/html", StringComparison.Ordinal) ? PolicyOfFrontPage : PolicyOfData;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Cross-Origin-Resource-Policy"] = AnyPage;
    }
}
