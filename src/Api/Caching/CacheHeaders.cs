using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Api.Database;
using Api.Http;
using Microsoft.Net.Http.Headers;

namespace Api.Caching;

/// <summary>Headers by which answers are cached. The entity tag needs no body, so it is known before the answer is computed.</summary>
internal static class CacheHeaders
{
    /// <summary>Revalidated each time, but a shared cache may hide the wait for 30 seconds and a failure for a day.</summary>
    public const string Revalidated = "public, max-age=0, stale-while-revalidate=30, stale-if-error=86400";

    public const string Pinned = "public, max-age=31536000, immutable";

    private static readonly string Program = typeof(CacheHeaders).Module.ModuleVersionId.ToString();

    /// <summary>The tag without quotes and encoding. The time of the load distinguishes databases of equal content, whose cursors differ.</summary>
    public static string TagOf(DatasetVersion? version, string request) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{Program}\n{version?.ContentHash}\n{version?.Version}\n{version?.LoadedAt.Ticks}\n{request}")).AsSpan(0, 16));

    public static void Set(HttpResponse response, DatasetVersion? version, bool pinned)
    {
        response.Headers.CacheControl = pinned ? Pinned : Revalidated;
        var vary = response.Headers.Vary;
        response.Headers.Vary = vary.Count == 0 ? HeaderNames.AcceptEncoding : $"{vary}, {HeaderNames.AcceptEncoding}";
        if (version is null)
            return;
        response.Headers.LastModified = HeaderUtilities.FormatDate(version.LoadedAt);
        response.Headers[ApiHeaders.DatasetVersion] = version.Version.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Says for how long the database has not confirmed the version. With this age other caches do not keep the answer for longer.</summary>
    public static void MarkStale(HttpResponse response, DatasetVersions versions)
    {
        if (versions.SecondsUnconfirmed is not { } seconds)
            return;
        response.OnStarting(() => // Only now, so that no cached answer has these headers.
        {
            if (response.StatusCode < StatusCodes.Status400BadRequest) // A problem has no version that could be stale.
                response.Headers.Age = response.Headers[ApiHeaders.DatasetStale] = seconds.ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
    }

    public static bool HasTag(IHeaderDictionary request, string tag)
    {
        var given = request.IfNoneMatch;
        return given.Count > 0 && (given == tag || (EntityTagHeaderValue.TryParseList(given, out var tags)
            && tags.Any(one => one.Tag != "*" && one.Compare(new EntityTagHeaderValue(tag), useStrongComparison: false))));
    }

    /// <summary>If-None-Match decides where it is given (RFC 9110, 13.2.2), else If-Modified-Since, to the second.</summary>
    public static bool HasIt(IHeaderDictionary request, string tag, string? lastModified)
    {
        if (request.IfNoneMatch.Count > 0)
            return HasTag(request, tag) || request.IfNoneMatch == "*";
        return request.IfModifiedSince.Count > 0 && lastModified is not null
            && HeaderUtilities.TryParseDate(request.IfModifiedSince.ToString(), out var since)
            && HeaderUtilities.TryParseDate(lastModified, out var modified) && modified <= since;
    }
}
