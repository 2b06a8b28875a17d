using Api;
using Dataset;
using Microsoft.AspNetCore.Builder;
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

/// <summary>The API on a real port over a test's own database.</summary>
public sealed class RunningApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningApi(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>Asks it; addresses are relative.</summary>
    public HttpClient Client { get; }

    public static async Task<RunningApi> StartAsync(TestDatabase database)
    {
        var app = ApiApplication.Build(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None"], database.ReaderConnection);
        await app.StartAsync();
        return new RunningApi(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
