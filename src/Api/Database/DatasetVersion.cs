namespace Api.Database;

/// <summary>The content hash is a SHA-256, and the time is UTC.</summary>
internal sealed record DatasetVersion(int Version, string ContentHash, DateTime LoadedAt)
{
    /// <summary>Cache keys contain a version, and its number distinguishes almost all of them.</summary>
    public override int GetHashCode() => Version;
}
