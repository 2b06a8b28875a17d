using System.Text.Json;

namespace Api.Database;

/// <summary>The content hash is a SHA-256, the time is UTC, and the counts are a JSON object of the number of records by resource.</summary>
internal sealed record DatasetVersion(int Version, string ContentHash, DateTime LoadedAt, string Counts = "{}")
{
    /// <summary>
    /// How often the database had been replaced when this was read. Nothing that is cached for a version counts after the database is replaced,
    /// not even if the old database returns: some of it may have been read from the other one.
    /// </summary>
    public int Lineage { get; init; }

    /// <summary>Cache keys contain a version, and its number distinguishes almost all of them.</summary>
    public override int GetHashCode() => Version;

    /// <summary>The number of records of a resource, or of all resources for any other name.</summary>
    public long CountOf(string name)
    {
        var counts = JsonSerializer.Deserialize<Dictionary<string, long>>(Counts)!;
        return counts.TryGetValue(name, out var count) ? count : counts.Values.Sum();
    }
}
