namespace Dataset;

/// <summary>
/// A folder of seed files, read as a stream: a relation record is checked, completed and passed on before the next is read.
/// What stays in memory is what records refer to, and the ids of the others.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="chunk">How many bytes of a file are read at once; what is read does not depend on it.</param>
public sealed class SeedFolder(string folder, int chunk = SeedFolder.UsualChunk) : ISeeds
{
    /// <summary>The most bytes that one record may have, so that a file that is broken does not fill the memory.</summary>
    public const int LargestRecord = 1 << 20;

    internal const string DescriptionFile = "dataset.json";

    private const int UsualChunk = 1 << 16;

    internal static IReadOnlyList<string> Files { get; } = [DescriptionFile, .. ResourceTypes.All.Select(FileOf)];

    /// <summary>Reads everything, as if no record were known.</summary>
    /// <exception cref="SeedException">The seeds are not valid.</exception>
    public SeedReading Open() => Open(new CurrentRecords(context: null), new ReadProgress());

    /// <inheritdoc/>
    public SeedReading Open(CurrentRecords current, ReadProgress progress) => new SeedFolderReader(folder, chunk, progress).Open(current);

    /// <summary>Reads all files for their errors only.</summary>
    /// <exception cref="SeedException">The seeds are not valid.</exception>
    public void Check()
    {
        foreach (var _ in Open().Entries)
        {
        }
    }

    internal static string FileOf(ResourceType resource) => $"{resource.Name}.json";
}
