namespace Dataset;

/// <summary>A whole dataset in memory, known to be valid. A large one is better read as a stream: <see cref="SeedFolder"/>.</summary>
/// <param name="Description">The dataset's description.</param>
/// <param name="Entries">Every resource's entries, in the order of the seed file.</param>
public sealed record SeedSet(DatasetDescription Description, IReadOnlyDictionary<ResourceType, IReadOnlyList<Entry>> Entries) : ISeeds
{
    /// <summary>Reads and checks every file of the folder.</summary>
    /// <exception cref="SeedException">The seeds are not valid.</exception>
    public static SeedSet Read(string folder)
    {
        var reading = new SeedFolder(folder).Open();
        var entries = reading.Entries.ToLookup(seed => seed.Resource, seed => seed.Entry!);
        return new SeedSet(reading.Description, ResourceTypes.All.ToDictionary(resource => resource, resource => (IReadOnlyList<Entry>)[.. entries[resource]]));
    }

    SeedReading ISeeds.Open(CurrentRecords current, ReadProgress progress) => new(
        Description, Context: null, Entries.SelectMany(pair => pair.Value.Select(entry => new SeedEntry(pair.Key, entry.Id, entry, null, null))));
}
