using Xunit;

namespace Tests.Fixtures;

/// <summary>The API over the project's own seeds for one class only. Its tests observe the service or its database.</summary>
public sealed class IsolatedApi(PrivatePostgres postgres) : IAsyncLifetime
{
    private RunningApi? _api;

    /// <summary>The database behind the API.</summary>
    public TestDatabase Database => _api!.Database;

    /// <summary>A client of the API. Addresses are relative.</summary>
    public HttpClient Client => _api!.Client;

    public async ValueTask InitializeAsync() => _api = await RunningApi.StartAsync(await postgres.CreateLoadedAsync(LoadedApi.Seeds));

    public async ValueTask DisposeAsync()
    {
        if (_api is null)
            return;
        await _api.DisposeAsync();
        await _api.Database.DisposeAsync();
    }
}
