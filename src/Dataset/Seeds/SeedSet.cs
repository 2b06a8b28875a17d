namespace Dataset;

/// <summary>A whole dataset in memory, read from a folder of seed files and known to be valid. A large one is better read as a stream: <see cref="SeedFolder"/>.</summary>
/// <param name="Description">What the dataset is.</param>
/// <param name="Entries">Every resource's entries, in the order of the seed file.</param>
public sealed record SeedSet(DatasetDescription Description, IReadOnlyDictionary<ResourceType, IReadOnlyList<Entry>> Entries)
{
    /// <summary>Reads and checks every file of the folder.</summary>
    /// <exception cref="SeedException">Something is wrong with them; it holds the errors found.</exception>
    public static SeedSet Read(string folder)
    {
        var seeds = new SeedFolder(folder);
        var entries = seeds.Read().ToLookup(pair => pair.Resource, pair => pair.Entry);
        return new SeedSet(seeds.Description!, ResourceTypes.All.ToDictionary(resource => resource, resource => (IReadOnlyList<Entry>)[.. entries[resource]]));
    }
}
