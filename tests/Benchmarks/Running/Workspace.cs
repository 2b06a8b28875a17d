namespace Benchmarks.Running;

/// <summary>The folders of a run: temporary ones, which are deleted with this object, and kept ones, if the caller wants them.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _temporary = Directory.CreateTempSubdirectory("bilateral-relations-benchmarks-").FullName;
    private readonly string? _kept;

    public Workspace(string? kept) => _kept = kept;

    /// <summary>The repository, whose projects are published.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The folder of the published programs.</summary>
    public string Programs => Temporary("programs");

    /// <summary>The folder of the answers of the bytes reference.</summary>
    public string Answers => Temporary("answers");

    /// <summary>The folder of the rows for COPY.</summary>
    public string Rows => Temporary("rows");

    /// <summary>The folder of the seeds with a few changes.</summary>
    public string ChangedSeeds => Temporary("changed-seeds");

    /// <summary>The data folder of the server; null for a temporary server.</summary>
    public string? ServerData => _kept is null ? null : Path.Combine(_kept, "postgres");

    /// <summary>The folder of the seeds.</summary>
    public string Seeds(int records) => Path.Combine(_kept ?? _temporary, $"seeds-{records}");

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    private string Temporary(string name) => Directory.CreateDirectory(Path.Combine(_temporary, name)).FullName;

    private static string FindRepository()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Api.sln")))
                return folder;
        }

        throw new BenchmarkException("The benchmarks publish the service, and so must be run from within the repository.");
    }
}
