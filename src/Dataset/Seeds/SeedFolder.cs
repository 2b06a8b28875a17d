namespace Dataset;

/// <summary>A folder of seed files, read as a stream: only the reference entries and the ids of the records stay in memory.</summary>
public sealed class SeedFolder(string folder, int chunk = SeedFolder.UsualChunk) : ISeeds
{
    /// <summary>The most bytes of one record, so that a broken file does not fill the memory.</summary>
    public const int LargestRecord = 1 << 20;

    internal const string DescriptionFile = "dataset.json";
    internal const string LinksFile = "links.json";

    private const int UsualChunk = 1 << 16;

    internal static IReadOnlyList<string> Files { get; } = [DescriptionFile, .. ResourceTypes.All.Select(FileOf), LinksFile];

    /// <summary>Opens the folder to read every record.</summary>
    public SeedReading Open() => Open(new CurrentRecords(context: null), new ReadProgress());

    /// <inheritdoc/>
    public SeedReading Open(CurrentRecords current, ReadProgress progress) =>
        new SeedFolderReader(folder, chunk, progress).Open(current);

    /// <summary>Reads all files only for their errors.</summary>
    public void Check()
    {
        foreach (var _ in Open().Entries)
        {
        }
    }

    /// <summary>The name of the file of a resource.</summary>
    public static string FileOf(ResourceType resource) => $"{resource.Name}.json";
}
