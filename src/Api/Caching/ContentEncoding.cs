using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Api.Caching;

/// <summary>A way in which a body is packed on the wire.</summary>
internal sealed class ContentEncoding
{
    /// <summary>As it is.</summary>
    public static readonly ContentEncoding Identity = new("identity", "", body => body);

    private static readonly ContentEncoding Brotli = new("br", "-br", body => new BrotliStream(body, new BrotliCompressionOptions { Quality = 5 }, leaveOpen: true));
    private static readonly ContentEncoding Gzip = new("gzip", "-gzip", body => new GZipStream(body, CompressionLevel.Optimal, leaveOpen: true));

    /// <summary>In the order in which they are preferred when the client does not mind.</summary>
    private static readonly ContentEncoding[] All = [Brotli, Gzip, Identity];

    private readonly Func<Stream, Stream> _wrap;

    private ContentEncoding(string name, string tagSuffix, Func<Stream, Stream> wrap) => (Name, TagSuffix, _wrap) = (name, tagSuffix, wrap);

    /// <summary>Its name, as Content-Encoding has it.</summary>
    public string Name { get; }

    /// <summary>What it adds to an entity tag: other bytes, another tag.</summary>
    public string TagSuffix { get; }

    /// <summary>The coding that the client likes best.</summary>
    /// <param name="accepted">The header Accept-Encoding. Without it nothing is packed.</param>
    public static ContentEncoding Choose(StringValues accepted)
    {
        if (accepted.Count == 0 || !StringWithQualityHeaderValue.TryParseList(accepted!, out var given))
            return Identity;
        return All.MaxBy(coding => Quality(coding, given)) is { } best && Quality(best, given) > 0 ? best : Identity;
    }

    /// <summary>A stream that packs what is written to it into another.</summary>
    public Stream Wrap(Stream body) => _wrap(body);

    /// <summary>The bytes, packed.</summary>
    public byte[] Compress(byte[] plain)
    {
        if (this == Identity)
            return plain;
        var packed = new MemoryStream();
        using (var stream = Wrap(packed))
            stream.Write(plain);
        return packed.ToArray();
    }

    /// <summary>What is not named has the quality of *; only identity is allowed without being named, and liked least then.</summary>
    private static double Quality(ContentEncoding coding, IList<StringWithQualityHeaderValue> given)
    {
        var range = given.FirstOrDefault(value => value.Value.Equals(coding.Name, StringComparison.OrdinalIgnoreCase)) ?? given.FirstOrDefault(value => value.Value == "*");
        return range is null ? coding == Identity ? double.Epsilon : 0 : range.Quality ?? 1;
    }
}
