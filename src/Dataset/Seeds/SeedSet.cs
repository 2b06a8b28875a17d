namespace Dataset;

/// <summary>A valid dataset in memory. <see cref="SeedFolder"/> reads a large one as a stream.</summary>
public sealed record SeedSet(DatasetDescription Description, IReadOnlyDictionary<ResourceType, IReadOnlyList<Entry>> Entries) : ISeeds
{
    /// <summary>Reads a folder. Throws a <see cref="SeedException"/> when the seeds are not valid.</summary>
    public static SeedSet Read(string folder)
    {
        var reading = new SeedFolder(folder).Open();
        var entries = reading.Entries.ToLookup(seed => seed.Resource, seed => seed.Entry!);
        return new SeedSet(
            reading.Description, ResourceTypes.All.ToDictionary(resource => resource, resource => (IReadOnlyList<Entry>)[.. entries[resource]]));
    }

    SeedReading ISeeds.Open(CurrentRecords current, ReadProgress progress) => new(
        Description, Context: null, Entries.SelectMany(pair => pair.Value.Select(entry => new SeedEntry(pair.Key, entry.Id, entry, null, null))));
}
