using Api.Database;
using Api.Observability;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Primitives;

namespace Api.Http;

/// <summary>The headers of every answer. Pages of other origins may read it, and none may run or frame it.</summary>
internal static class FixedHeaders
{
    private static readonly string[] Exposed =
    [
        "Link", "ETag", ApiHeaders.DatasetVersion, ApiHeaders.DatasetStale, "Age", "Retry-After", "Content-Disposition",
        ApiHeaders.Description, "RateLimit", "RateLimit-Policy", .. ServerTiming.Headers,
    ];

    private static readonly StringValues AnyOrigin = CorsConstants.AnyOrigin;
    private static readonly StringValues ExposedHeaders = string.Join(',', Exposed);
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues AnyPage = "cross-origin";

    private static readonly StringValues PolicyOfData = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Swagger UI sets styles on elements, and its style sheet has images as data.</summary>
    private static readonly StringValues PolicyOfPages =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The front page has its own style, script, images and form.</summary>
    private static readonly StringValues PolicyOfFrontPage =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Configure(CorsPolicyBuilder policy) => policy
        .AllowAnyOrigin()
        .AllowAnyHeader()
        .WithMethods(HttpMethods.Get, HttpMethods.Head)
        .WithExposedHeaders(Exposed)
        .SetPreflightMaxAge(TimeSpan.FromDays(1));

    /// <summary>An answer without a version names the last one seen. Each allows any origin, since a cache may serve it to a page later.</summary>
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

    public static void AddHeaders(IHeaderDictionary headers)
    {
        headers.AccessControlAllowOrigin = AnyOrigin;
        headers.AccessControlExposeHeaders = ExposedHeaders;
        headers.XContentTypeOptions = NoSniff;
        var isPage = headers.ContentType is [{ } type] && type.StartsWith("text/html", StringComparison.Ordinal);
        headers.ContentSecurityPolicy = isPage ? PolicyOfFrontPage : PolicyOfData;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Cross-Origin-Resource-Policy"] = AnyPage;
    }
}
