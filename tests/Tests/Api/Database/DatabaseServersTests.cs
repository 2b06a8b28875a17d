using Api.Database;
using Dapper;
using Npgsql;
using Tests.Fixtures;
using Xunit;

namespace Tests.Api.Database;

/// <summary>Connections to several servers: here one, listed twice.</summary>
public sealed class DatabaseServersTests(PrivatePostgres postgres) : IAsyncLifetime
{
    private TestDatabase _loaded = null!;
    private global::Api.Database.DatabaseServers _database = null!;

    public async ValueTask InitializeAsync()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true; // As the service does.
        _loaded = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        var reader = new NpgsqlConnectionStringBuilder(_loaded.ReaderConnection);
        var server = $"{reader.Host}:{reader.Port}";
        reader.Remove("Port");
        _database = global::Api.Database.DatabaseServers.Create(
            $"{reader.ConnectionString};Host={server},{server};Maximum Pool Size=2;Timeout=2", answerSeconds: 30);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _loaded.DisposeAsync();
    }

    [Fact]
    public async Task Client_that_disconnects_leaks_no_connection()
    {
        var version = await LoadedAsync();
        await using (var owner = await _loaded.Owner.OpenConnectionAsync())
        await using (var transaction = await owner.BeginTransactionAsync())
        {
            await owner.ExecuteAsync("lock table dataset_versions in access exclusive mode");
            for (var i = 0; i < 8; i++)
            {
                using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _database.OpenAsync(version, leaving.Token));
            }
        }

        await using var one = await _database.OpenAsync(version, TestContext.Current.CancellationToken);
        await using var other = await _database.OpenAsync(version, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Missing_version_leaks_no_connection()
    {
        for (var i = 0; i < 8; i++) // More than the number of connections.
            await Assert.ThrowsAsync<VersionNotHereException>(() => _database.OpenAsync(new(9, "", default), TestContext.Current.CancellationToken));
        await using var one = await _database.OpenAsync(await LoadedAsync(), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Another_version_of_the_same_number_is_skipped()
    {
        var version = await LoadedAsync();
        foreach (var other in new[] { version with { ContentHash = new('0', 64) }, version with { LoadedAt = version.LoadedAt.AddHours(-1) } })
            await Assert.ThrowsAsync<VersionNotHereException>(() => _database.OpenAsync(other, TestContext.Current.CancellationToken));
    }

    private async Task<DatasetVersion> LoadedAsync()
    {
        await using var owner = await _loaded.Owner.OpenConnectionAsync();
        return await owner.QuerySingleAsync<DatasetVersion>("select version, content_hash, loaded_at, counts::text as counts from dataset_versions");
    }
}
