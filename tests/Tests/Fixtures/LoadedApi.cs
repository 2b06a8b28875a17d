using Dataset;
using Migrations;
using Xunit;

namespace Tests.Fixtures;

/// <summary>The API on a real port, over the project's own seeds: for classes of tests that only read.</summary>
public sealed class LoadedApi(PrivatePostgres postgres) : IAsyncLifetime
{
    private RunningApi? _api;

    /// <summary>The project's seeds.</summary>
    public static SeedSet Seeds { get; } = SeedSet.Read(Commands.DefaultSeeds);

    /// <summary>The database behind it.</summary>
    public TestDatabase Database { get; private set; } = null!;

    /// <summary>Asks it; addresses are relative.</summary>
    public HttpClient Client => _api!.Client;

    public async ValueTask InitializeAsync()
    {
        Database = await postgres.CreateLoadedAsync(Seeds);
        _api = await RunningApi.StartAsync(Database);
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
            await _api.DisposeAsync();
        if (Database is not null)
            await Database.DisposeAsync();
    }
}
