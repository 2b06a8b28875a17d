using System.Buffers.Binary;

namespace Dataset;

/// <summary>
/// The records of the version that stands, by the bytes that they have in their seed files. A record whose bytes are the same is not
/// read and checked again, as long as its context is the same too: the entries that it refers to or is named by, and this program.
/// </summary>
/// <param name="context">The context in which they were checked; null when they were in none that is known.</param>
public sealed class CurrentRecords(byte[]? context)
{
    private readonly Dictionary<ResourceType, (HashSet<UInt128> Contents, Dictionary<UInt128, CurrentRecord> BySeed)> _resources =
        ResourceTypes.All.ToDictionary(resource => resource, _ => (new HashSet<UInt128>(), new Dictionary<UInt128, CurrentRecord>()));

    /// <summary>Adds a record.</summary>
    /// <param name="resource">Its resource.</param>
    /// <param name="contentHash">Hash of what is stored of it.</param>
    /// <param name="seedHash">Hash of its bytes in the seed file; null when they are not known.</param>
    /// <param name="about">What it is about; null when the bytes are not known.</param>
    public void Add(ResourceType resource, byte[] contentHash, byte[]? seedHash, About? about)
    {
        var (contents, bySeed) = _resources[resource];
        if (seedHash is not null && about is not null)
            bySeed[Beginning(seedHash)] = new(contentHash, about);
        else
            contents.Add(Beginning(contentHash));
    }

    /// <summary>Whether a record of the resource with this content stands, of those that are not known by their bytes.</summary>
    public bool Holds(ResourceType resource, byte[] contentHash) => _resources[resource].Contents.Contains(Beginning(contentHash));

    /// <summary>Forgets the bytes of all, if they were checked in another context than this one.</summary>
    internal void Enter(ReadOnlySpan<byte> now)
    {
        if (context is not null && now.SequenceEqual(context))
            return;
        foreach (var (contents, bySeed) in _resources.Values)
        {
            contents.UnionWith(bySeed.Values.Select(record => Beginning(record.ContentHash)));
            bySeed.Clear();
        }
    }

    /// <summary>The records of a resource by the beginnings of their bytes' hashes.</summary>
    internal IReadOnlyDictionary<UInt128, CurrentRecord> Of(ResourceType resource) => _resources[resource].BySeed;

    /// <summary>So many bytes of a hash are never the same by chance.</summary>
    internal static UInt128 Beginning(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);
}

/// <summary>What is known of a record that stands.</summary>
/// <param name="ContentHash">Hash of what is stored of it.</param>
/// <param name="About">What it is about.</param>
internal readonly record struct CurrentRecord(byte[] ContentHash, About About);
