using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Api.Database;
using Api.Http;
using Microsoft.Net.Http.Headers;

namespace Api.Caching;

/// <summary>
/// Headers by which answers are cached. Only the entity tag validates a copy: two programs, settings or loads of one second have one date, and a
/// clock may be set back. So no answer has Last-Modified, by which other caches would answer If-Modified-Since.
/// </summary>
internal static class CacheHeaders
{
    /// <summary>Revalidated each time, but a shared cache may hide the wait for 30 seconds and a failure for a day.</summary>
    public const string Revalidated = "public, max-age=0, stale-while-revalidate=30, stale-if-error=86400";

    /// <summary>The records of a version never change. Its bytes may, with a newer program or another setting.</summary>
    public const string Pinned = "public, max-age=86400";

    /// <summary>
    /// All that turns records into bytes: this program and the assemblies that it refers to, those of the runtime included. An id is a hash of
    /// what was compiled, so that two builds of one source have the same.
    /// </summary>
    private static readonly string Program = string.Join(' ', typeof(CacheHeaders).Assembly.GetReferencedAssemblies().Select(Assembly.Load)
        .Append(typeof(CacheHeaders).Assembly).Select(assembly => assembly.ManifestModule.ModuleVersionId));

    /// <summary>
    /// The tag without quotes and encoding. The body contains what settings change. It is empty for a table, whose bytes depend on nothing else
    /// than the rest. The time of the load distinguishes databases of equal content.
    /// </summary>
    public static string TagOf(DatasetVersion? version, string request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(
            $"{Program}\n{version?.ContentHash}\n{version?.Version}\n{version?.LoadedAt.Ticks}\n{request}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    public static void Set(HttpResponse response, DatasetVersion? version, bool pinned)
    {
        response.Headers.CacheControl = pinned ? Pinned : Revalidated;
        var vary = response.Headers.Vary;
        response.Headers.Vary = vary.Count == 0 ? HeaderNames.AcceptEncoding : $"{vary}, {HeaderNames.AcceptEncoding}";
        if (version is not null)
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

    /// <summary>Whether the client has the answer of this tag, by If-None-Match. If-Modified-Since is ignored.</summary>
    public static bool HasIt(IHeaderDictionary request, string tag)
    {
        var given = request.IfNoneMatch;
        return given.Count > 0 && (given == tag || given == "*" || (EntityTagHeaderValue.TryParseList(given, out var tags)
            && tags.Any(one => one.Tag != "*" && one.Compare(new EntityTagHeaderValue(tag), useStrongComparison: false))));
    }
}
