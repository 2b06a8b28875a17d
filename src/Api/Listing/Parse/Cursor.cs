using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Api.Listing.Parse;

/// <summary>
/// Where a page ended: the version it was read from and the sort keys of its last record. It is opaque to clients, bound to
/// its query by the query's fingerprint, and sealed with a key that only the database and its readers know: one that is
/// damaged, foreign or made up is refused, and nothing needs to be looked up for that.
/// </summary>
/// <param name="Version">The dataset version that the walk began with, and goes on with.</param>
/// <param name="Keys">The last record's sort keys, as text; null where unknown.</param>
internal sealed record Cursor(int Version, IReadOnlyList<string?> Keys)
{
    private const int SealLength = 16;

    /// <summary>The cursor as it stands in an address.</summary>
    public string Encode(ListQuery query)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(this);
        return Base64Url.EncodeToString([.. Seal(query, payload), .. payload]);
    }

    /// <summary>Reads a cursor made for the same query.</summary>
    /// <returns>The cursor, or null when it was not made here, or for another query.</returns>
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

    private static ReadOnlySpan<byte> Seal(ListQuery query, ReadOnlySpan<byte> payload) =>
        HMACSHA256.HashData(query.CursorKey.Bytes.Span, [.. Encoding.UTF8.GetBytes(query.Fingerprint), 0, .. payload]).AsSpan(0, SealLength);
}
