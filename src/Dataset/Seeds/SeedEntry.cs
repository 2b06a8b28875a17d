namespace Dataset;

/// <summary>An entry of the seeds as a load takes it.</summary>
/// <param name="Resource">Its resource.</param>
/// <param name="Id">Its id.</param>
/// <param name="Entry">The entry with its derived fields; null when it stands already, in the same bytes.</param>
/// <param name="ContentHash">Of an entry that stands already, the hash of what is stored of it; null of any other.</param>
/// <param name="SeedHash">SHA-256 of its bytes in the seed file; null when it comes from none, or is about others: then its content is not its bytes' alone.</param>
public sealed record SeedEntry(ResourceType Resource, string Id, Entry? Entry, byte[]? ContentHash, byte[]? SeedHash);
