using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Api.Http;

/// <summary>
/// Headers by which answers are cached. An answer is a pure function of the dataset version, the question and the program, so
/// that its entity tag is known before the answer is made.
/// </summary>
internal static class Caching
{
    /// <summary>The header that tells which dataset version an answer is from.</summary>
    public const string VersionHeader = "Dataset-Version";

    private static readonly string Program = typeof(Caching).Module.ModuleVersionId.ToString();

    /// <summary>Sets the headers, and answers 304 when the client has this very answer already.</summary>
    /// <param name="http">The request.</param>
    /// <param name="version">The version that the answer is made from.</param>
    /// <param name="question">The canonical question, the format included.</param>
    /// <param name="pinned">Whether the question names its version, so that the answer never changes.</param>
    /// <returns>Whether 304 was answered and nothing more is to be done.</returns>
    public static bool IsNotModified(HttpContext http, DatasetVersion version, string question, bool pinned)
    {
        var tag = new EntityTagHeaderValue($"\"{Hash($"{Program}\n{version.ContentHash}\n{version.Version}\n{question}")}\"");
        var headers = http.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.LastModified = version.LoadedAt;
        http.Response.Headers.CacheControl = pinned ? "public, max-age=31536000, immutable" : "public, no-cache";
        http.Response.Headers[VersionHeader] = version.Version.ToString();
        if (!HasIt(http.Request.GetTypedHeaders(), tag, version.LoadedAt))
            return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>If-None-Match decides where it is given (RFC 9110, 13.2.2), else If-Modified-Since, to the second.</summary>
    private static bool HasIt(Microsoft.AspNetCore.Http.Headers.RequestHeaders request, EntityTagHeaderValue tag, DateTime loadedAt) =>
        request.IfNoneMatch.Count > 0
            ? request.IfNoneMatch.Any(given => given.Equals(EntityTagHeaderValue.Any) || given.Compare(tag, useStrongComparison: false))
            : request.IfModifiedSince is { } since && new DateTimeOffset(loadedAt).ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();

    /// <summary>The entity tag of a body that is known already.</summary>
    public static EntityTagHeaderValue TagOf(byte[] body) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
