using Dataset;
using Migrations;
using Xunit;

namespace Tests.Fixtures;

/// <summary>The API on a real port, over the project's own seeds. All classes share one, so their tests only read.</summary>
public sealed class LoadedApi(PrivatePostgres postgres) : IAsyncLifetime
{
    private RunningApi _api = null!;

    /// <summary>The project's seeds.</summary>
    public static SeedSet Seeds { get; } = SeedSet.Read(Commands.DefaultSeeds);

    /// <summary>The database behind the API.</summary>
    public TestDatabase Database => _api.Database;

    /// <summary>A client of the API. Addresses are relative.</summary>
    public HttpClient Client => _api.Client;

    public async ValueTask InitializeAsync() => _api = await postgres.SharedApiAsync();

    public ValueTask DisposeAsync() => default; // The API runs until the last test.
}
