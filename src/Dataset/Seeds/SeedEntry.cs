namespace Dataset;

/// <summary>
/// An entry of the seeds: either read, with its derived fields, or unchanged in the current version, with the hash of its content.
/// The seed hash is the SHA-256 of a relation record's bytes; it is null for reference entries, which also depend on other records.
/// </summary>
public sealed record SeedEntry(ResourceType Resource, string Id, Entry? Entry, byte[]? ContentHash, byte[]? SeedHash);
