namespace Benchmarks.Running;

/// <summary>The folders of a run: temporary ones that go with this object, and those that are kept where the caller wants that.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _temporary = Directory.CreateTempSubdirectory("bilateral-relations-benchmarks-").FullName;
    private readonly string? _kept;

    public Workspace(string? kept) => _kept = kept;

    /// <summary>The repository, whose projects are published.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Where the published programs go.</summary>
    public string Programs => Temporary("programs");

    /// <summary>Where the bytes reference finds its answers.</summary>
    public string Answers => Temporary("answers");

    /// <summary>Where the rows for COPY go.</summary>
    public string Rows => Temporary("rows");

    /// <summary>Where the seeds with a few changes go.</summary>
    public string ChangedSeeds => Temporary("changed-seeds");

    /// <summary>Where the server keeps its data; null for a temporary server.</summary>
    public string? ServerData => _kept is null ? null : Path.Combine(_kept, "postgres");

    /// <summary>Where the seeds go.</summary>
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
