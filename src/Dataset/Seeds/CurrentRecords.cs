using System.Buffers.Binary;

namespace Dataset;

/// <summary>
/// The records of the current version, by the bytes of their seeds. A record with the same bytes is not read and checked again while
/// its context is the same: the reference entries, and this program.
/// </summary>
/// <param name="context">The context in which they were checked; null when it is unknown.</param>
public sealed class CurrentRecords(byte[]? context)
{
    private readonly Dictionary<ResourceType, (HashSet<UInt128> Contents, Dictionary<UInt128, CurrentRecord> BySeed)> _resources =
        ResourceTypes.All.ToDictionary(resource => resource, _ => (new HashSet<UInt128>(), new Dictionary<UInt128, CurrentRecord>()));

    /// <summary>Adds a record by the hash of its stored content and, where they are known, the hash of its seed and its facts.</summary>
    public void Add(ResourceType resource, byte[] contentHash, byte[]? seedHash, About? about)
    {
        var (contents, bySeed) = _resources[resource];
        if (seedHash is not null && about is not null)
            bySeed[KeyOf(seedHash)] = new(contentHash, about);
        else
            contents.Add(KeyOf(contentHash));
    }

    /// <summary>Whether a record with this content is among those whose seeds are unknown.</summary>
    public bool Holds(ResourceType resource, byte[] contentHash) => _resources[resource].Contents.Contains(KeyOf(contentHash));

    /// <summary>Forgets the seeds of all records, unless they were checked in this context.</summary>
    internal void UseContext(ReadOnlySpan<byte> now)
    {
        if (context is not null && now.SequenceEqual(context))
            return;
        foreach (var (contents, bySeed) in _resources.Values)
        {
            contents.UnionWith(bySeed.Values.Select(record => KeyOf(record.ContentHash)));
            bySeed.Clear();
        }
    }

    internal IReadOnlyDictionary<UInt128, CurrentRecord> Of(ResourceType resource) => _resources[resource].BySeed;

    // 16 bytes of a SHA-256 do not collide by chance.
    internal static UInt128 KeyOf(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);
}

internal readonly record struct CurrentRecord(byte[] ContentHash, About About);
