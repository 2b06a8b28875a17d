namespace Benchmarks.Running;

/// <summary>The folders of a run: temporary ones, which are deleted with this object, and kept ones, if the caller wants them.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _temporary = Directory.CreateTempSubdirectory("bilateral-relations-benchmarks-").FullName;
    private readonly string? _kept;
    private readonly string? _programs;

    public Workspace(string? kept, string? programs = null) => (_kept, _programs) = (kept, programs);

    /// <summary>The repository, whose projects are published.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The folder of the published programs.</summary>
    public string Programs => _programs is null ? Temporary("programs") : Directory.CreateDirectory(_programs).FullName;

    /// <summary>The folder of the answers of the bytes reference.</summary>
    public string Answers => Temporary("answers");

    /// <summary>The folder for temporary files of the service.</summary>
    public string Temporaries => Temporary("temporaries");

    /// <summary>The folder of the rows for COPY.</summary>
    public string Rows => Temporary("rows");

    /// <summary>The folder of the seeds with a few changes.</summary>
    public string ChangedSeeds => Temporary("changed-seeds");

    /// <summary>The data folder of the server; null for a temporary server.</summary>
    public string? ServerData => _kept is null ? null : Path.Combine(_kept, "postgres");

    /// <summary>The folder of the seeds: the project's own for 0 records.</summary>
    public string Seeds(int records) => records == 0 ? Path.Combine(Repository, "seeds") : Path.Combine(_kept ?? _temporary, $"seeds-{records}");

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
