using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Api.Caching;

/// <summary>A content coding: how a body is compressed on the wire.</summary>
internal sealed class ContentEncoding
{
    public static readonly ContentEncoding Identity = new("identity", "", body => body);

    private static readonly ContentEncoding Brotli = new(
        "br", "-br", body => new BrotliStream(body, new BrotliCompressionOptions { Quality = 5 }, leaveOpen: true));

    private static readonly ContentEncoding Gzip = new(
        "gzip", "-gzip", body => new GZipStream(body, CompressionLevel.Optimal, leaveOpen: true));

    /// <summary>Our preference where the client has none.</summary>
    private static readonly ContentEncoding[] All = [Brotli, Gzip, Identity];

    private readonly Func<Stream, Stream> _wrap;

    private ContentEncoding(string name, string tagSuffix, Func<Stream, Stream> wrap) => (Name, TagSuffix, _wrap) = (name, tagSuffix, wrap);

    public string Name { get; }

    /// <summary>Distinguishes the entity tags of differently compressed bodies.</summary>
    public string TagSuffix { get; }

    public static ContentEncoding Choose(StringValues accepted)
    {
        if (accepted.Count == 0 || !StringWithQualityHeaderValue.TryParseList(accepted!, out var given))
            return Identity;
        return All.MaxBy(coding => Quality(coding, given)) is { } best && Quality(best, given) > 0 ? best : Identity;
    }

    public Stream Wrap(Stream body) => _wrap(body);

    public byte[] Compress(byte[] plain)
    {
        if (this == Identity)
            return plain;
        var compressed = new MemoryStream();
        using (var stream = Wrap(compressed))
            stream.Write(plain);
        return compressed.ToArray();
    }

    /// <summary>A coding that is not listed has the quality of *. Without *, only identity is allowed, as the last choice.</summary>
    private static double Quality(ContentEncoding coding, IList<StringWithQualityHeaderValue> given)
    {
        var range = given.FirstOrDefault(value => value.Value.Equals(coding.Name, StringComparison.OrdinalIgnoreCase))
            ?? given.FirstOrDefault(value => value.Value == "*");
        return range is null ? coding == Identity ? double.Epsilon : 0 : range.Quality ?? 1;
    }
}
