using Dataset;
using Xunit;

namespace Tests.Fixtures;

/// <summary>The API over a dataset of one class only.</summary>
public abstract class SeededApi(PrivatePostgres postgres, Func<SeedSet> seeds) : IAsyncLifetime
{
    private RunningApi? _api;

    /// <summary>The database behind the API.</summary>
    public TestDatabase Database => _api!.Database;

    /// <summary>A client of the API. Addresses are relative.</summary>
    public HttpClient Client => _api!.Client;

    public async ValueTask InitializeAsync() => _api = await RunningApi.StartAsync(await postgres.CreateLoadedAsync(seeds()));

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_api is null)
            return;
        await _api.DisposeAsync();
        await _api.Database.DisposeAsync();
    }
}
