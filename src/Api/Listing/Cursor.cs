using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Api.Listing;

/// <summary>
/// Where a page ended: the version it was read from and the sort keys of its last record. It is opaque to clients, bound to
/// its query by the query's fingerprint, and guarded by a checksum, so that a damaged or foreign one is refused.
/// </summary>
/// <param name="Version">The dataset version that the walk began with, and goes on with.</param>
/// <param name="Keys">The last record's sort keys, as text; null where unknown.</param>
public sealed record Cursor(int Version, IReadOnlyList<string?> Keys)
{
    private const int ChecksumLength = 12;

    /// <summary>The cursor as it stands in an address.</summary>
    public string Encode(string query)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(this);
        return Base64Url.EncodeToString([.. Checksum(query, payload), .. payload]);
    }

    /// <summary>Reads a cursor made for the same query.</summary>
    /// <returns>The cursor, or null when it is damaged or belongs to another query.</returns>
    public static Cursor? Decode(string text, string query)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length) || length <= ChecksumLength)
            return null;
        var payload = bytes.AsSpan(ChecksumLength, length - ChecksumLength);
        if (!CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, ChecksumLength), Checksum(query, payload)))
            return null;
        return JsonSerializer.Deserialize<Cursor>(payload);
    }

    private static ReadOnlySpan<byte> Checksum(string query, ReadOnlySpan<byte> payload) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(query), 0, .. payload]).AsSpan(0, ChecksumLength);
}
