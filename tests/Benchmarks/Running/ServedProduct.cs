namespace Benchmarks.Running;

/// <summary>The published service over a private database with a loaded dataset. All of it ends with this object.</summary>
internal sealed class ServedProduct : IAsyncDisposable
{
    private ServedProduct(Workspace workspace, BenchmarkDatabase database, WebProcess service) =>
        (Workspace, Database, Service) = (workspace, database, service);

    public Workspace Workspace { get; }

    public BenchmarkDatabase Database { get; }

    public WebProcess Service { get; }

    /// <summary>
    /// Publishes what is missing, loads the dataset, and starts the service. It counts the requests of every address but 127.0.0.1, so that other
    /// addresses of this machine are clients like any.
    /// </summary>
    public static async Task<ServedProduct> StartAsync(ProductSettings settings, int? cacheMegabytes, CancellationToken cancel)
    {
        var workspace = new Workspace(settings.Data, settings.Programs);
        BenchmarkDatabase? database = null;
        WebProcess? service = null;
        try
        {
            Console.WriteLine("Publishing the service and the migrations");
            var program = await Publishing.PublishAsync("src/Api", workspace.Programs, cancel);
            var migrations = await Publishing.PublishAsync("src/Migrations", workspace.Programs, cancel);
            database = await BenchmarkDatabase.StartAsync(workspace, migrations, settings.Records, cancel);
            service = WebProcess.Service(
                program, database.Reader, cacheMegabytes, [("Limits__Uncounted", "127.0.0.1"), ("TMPDIR", workspace.Temporaries)]);
            await service.AnswerAsync("/health/ready", cancel);
            return new(workspace, database, service);
        }
        catch
        {
            await DisposeAsync(workspace, database, service);
            throw;
        }
    }

    public ValueTask DisposeAsync() => DisposeAsync(Workspace, Database, Service);

    private static async ValueTask DisposeAsync(Workspace workspace, BenchmarkDatabase? database, WebProcess? service)
    {
        if (service is not null)
            await service.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
        workspace.Dispose();
    }
}

/// <summary>The dataset and the programs of a product.</summary>
/// <param name="Records">The number of relation records; 0 for the project's own seeds.</param>
/// <param name="Data">The folder that keeps the database and its seeds between runs; null for temporary ones.</param>
/// <param name="Programs">The folder that keeps the published programs between runs; null for a temporary one.</param>
internal sealed record ProductSettings(int Records, string? Data = null, string? Programs = null);
