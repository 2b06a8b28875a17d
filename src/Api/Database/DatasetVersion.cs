namespace Api.Database;

/// <summary>A version of the dataset.</summary>
/// <param name="Version">Its number.</param>
/// <param name="ContentHash">SHA-256 of its content.</param>
/// <param name="LoadedAt">When it was loaded, in UTC.</param>
internal sealed record DatasetVersion(int Version, string ContentHash, DateTime LoadedAt)
{
    /// <summary>Cache keys hold a version, and its number is enough to tell most of them apart.</summary>
    public override int GetHashCode() => Version;
}
