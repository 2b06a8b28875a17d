using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Api.Http;
using Api.Listing.Declare;
using Microsoft.AspNetCore.WebUtilities;

namespace Api.Features.Bundle;

/// <summary>A file of the bundle, with the resource whose records it holds, if any.</summary>
internal sealed record BundleFile(string Path, string MediaType, Resource? Resource, long Bytes, string Sha256);

/// <summary>A zip archive that lists its files with their length and hash.</summary>
internal sealed class BundleArchive(Stream body) : IDisposable
{
    /// <summary>The earliest time of the format: the files have no time, so that equal content is equal bytes.</summary>
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly JsonSerializerOptions Indented = new(ApiJson.Options) { WriteIndented = true, NewLine = "\n" };
    private readonly ZipArchive _archive = new(body, ZipArchiveMode.Create, leaveOpen: true);
    private readonly List<BundleFile> _added = [];

    public IReadOnlyList<BundleFile> Added => _added;

    /// <summary>Adds a file. Until it is complete it is in memory or, if it is large, in a temporary file.</summary>
    public async Task AddAsync(string path, string mediaType, Resource? resource, Func<Stream, Task> write, CancellationToken cancel)
    {
        await using var content = new FileBufferingWriteStream();
        await write(content);
        var bytes = content.Length;
        var entry = _archive.CreateEntry(path);
        entry.LastWriteTime = NoTime;
        using var sha = SHA256.Create();
        await using (var target = await entry.OpenAsync(cancel))
        await using (var hashing = new CryptoStream(target, sha, CryptoStreamMode.Write))
            await content.DrainBufferAsync(hashing, cancel);
        _added.Add(new(path, mediaType, resource, bytes, Convert.ToHexStringLower(sha.Hash!)));
    }

    public Task AddTextAsync(string path, string text, CancellationToken cancel) =>
        AddAsync(path, "text/plain", null, content => content.WriteAsync(Encoding.UTF8.GetBytes(text), cancel).AsTask(), cancel);

    public Task AddJsonAsync(string path, JsonNode json, CancellationToken cancel) => AddTextAsync(path, json.ToJsonString(Indented) + "\n", cancel);

    public void Dispose() => _archive.Dispose();
}
