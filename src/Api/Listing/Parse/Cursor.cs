using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Api.Database;

namespace Api.Listing.Parse;

/// <summary>
/// The sort keys of the last record of a page, null if unknown. Clients do not look into it. It is bound to its query by the query's
/// fingerprint and sealed with a key of the database, so a damaged, foreign or invented cursor is refused without a lookup.
/// </summary>
internal sealed record Cursor(int Version, IReadOnlyList<string?> Keys)
{
    private const int SealLength = 16;

    /// <summary>The beginning of the version's content hash. After a failover another version may have the same number.</summary>
    public string Content { get; init; } = "";

    public static Cursor In(DatasetVersion version, IReadOnlyList<string?> keys) => new(version.Version, keys) { Content = ContentOf(version) };

    public bool IsIn(DatasetVersion version) => version.Version == Version && ContentOf(version) == Content;

    public string Encode(ListQuery query)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(this);
        return Base64Url.EncodeToString([.. Seal(query, payload), .. payload]);
    }

    /// <returns>The cursor; null if another database or query issued it.</returns>
    public static Cursor? Decode(string text, ListQuery query)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length) || length <= SealLength)
            return null;
        var payload = bytes.AsSpan(SealLength, length - SealLength);
        if (!CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, SealLength), Seal(query, payload)))
            return null;
        return JsonSerializer.Deserialize<Cursor>(payload);
    }

    private static string ContentOf(DatasetVersion version) => version.ContentHash[..12];

    private static ReadOnlySpan<byte> Seal(ListQuery query, ReadOnlySpan<byte> payload) =>
        HMACSHA256.HashData(query.CursorKey.Bytes.Span, [.. Encoding.UTF8.GetBytes(query.Fingerprint), 0, .. payload]).AsSpan(0, SealLength);
}
