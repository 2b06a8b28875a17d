using Api.Database;
using Dapper;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Database;

/// <summary>
/// A database that is replaced by another is noticed, also where the other one has a higher version: after a failover that lost a version, the next
/// load takes its number.
/// </summary>
public sealed class ReplacedDatabaseTests(PrivatePostgres postgres) : IAsyncLifetime
{
    private const string Insert =
        "insert into dataset_versions select @number, repeat(@digit, 64), now(), description, counts from dataset_versions where version = 1";

    private TestDatabase _database = null!;
    private global::Api.Database.DatabaseServers _servers = null!;
    private DatasetVersions _versions = null!;

    public async ValueTask InitializeAsync()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true; // As the service does.
        _database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        _servers = global::Api.Database.DatabaseServers.Create(_database.ReaderConnection, answerSeconds: 30);
        _versions = new(_servers);
        await InsertAsync(2, "2");
    }

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Higher_version_does_not_hide_that_one_before_is_another()
    {
        await ReadAsync();
        await LoseVersionTwoAsync();
        await InsertAsync(3, "3");
        var cleared = 0;
        _versions.Replaced += () => cleared++;
        await ReadAsync();
        Assert.Equal((3, 1), (_versions.Current!.Version, cleared));
        Assert.Equal(new('a', 64), (await _versions.FindAsync(2, CancellationToken.None))!.ContentHash);
    }

    [Fact]
    public async Task Version_that_only_a_pinned_request_has_seen_is_compared_too()
    {
        await ReadAsync();
        await InsertAsync(3, "3");
        Assert.Equal(new('3', 64), (await _versions.FindAsync(3, CancellationToken.None))!.ContentHash);
        await ExecuteAsync("delete from dataset_versions where version = 3");
        await InsertAsync(3, "b");
        await InsertAsync(4, "4");
        await ReadAsync();
        Assert.Equal(new('b', 64), (await _versions.FindAsync(3, CancellationToken.None))!.ContentHash);
    }

    [Fact]
    public async Task Higher_version_of_the_same_database_replaces_nothing()
    {
        await ReadAsync();
        await _versions.FindAsync(1, CancellationToken.None);
        await InsertAsync(3, "3");
        _versions.Replaced += () => Assert.Fail("Nothing was replaced.");
        await ReadAsync();
        Assert.Equal(3, _versions.Current!.Version);
    }

    [Fact]
    public async Task Nothing_that_was_cached_counts_when_the_old_database_returns()
    {
        await ReadAsync();
        var before = _versions.Current!;
        await LoseVersionTwoAsync();
        await ReadAsync();
        await ExecuteAsync("delete from dataset_versions where version = 2");
        await InsertAsync(2, "2");
        await ExecuteAsync($"update dataset_versions set loaded_at = '{before.LoadedAt:O}' where version = 2");
        await ReadAsync();
        var after = _versions.Current!;
        Assert.Equal((before.Version, before.ContentHash, before.LoadedAt), (after.Version, after.ContentHash, after.LoadedAt));
        Assert.NotEqual(before, after); // Every cache has the version in its key.
    }

    [Fact]
    public async Task New_connection_does_not_read_another_database_as_the_old_one()
    {
        await ReadAsync();
        var version = _versions.Current!;
        await using var pooled = await _servers.OpenAsync(version, CancellationToken.None);
        await LoseVersionTwoAsync();
        await Assert.ThrowsAsync<ReplacedException>(() => _servers.OpenAsync(version, CancellationToken.None));
        Assert.Equal(new('a', 64), _versions.Current!.ContentHash);
        await using var other = await _servers.OpenAsync(_versions.Current, CancellationToken.None);
    }

    [Fact]
    public async Task Standby_that_differs_is_not_believed_at_once()
    {
        await ReadAsync();
        await LoseVersionTwoAsync();
        await InsertAsync(3, "3");
        await ReadAsync(isCertain: false);
        Assert.Equal((2, new string('2', 64)), (_versions.Current!.Version, _versions.Current.ContentHash));
    }

    [Fact]
    public async Task Neither_an_answer_nor_a_cursor_of_the_lost_version_is_served()
    {
        await using var running = await RunningApi.StartAsync(_database);
        await running.SeesAsync(2);
        const string First = "/v1/dataset?dataset_version=1";
        var old = await running.Client.GetStringAsync(First);
        var next = (await running.Client.JsonAsync("/v1/visits?limit=1")).GetProperty("page").GetProperty("next").GetString()!;
        await using (var owner = await _database.Owner.OpenConnectionAsync())
        await using (var transaction = await owner.BeginTransactionAsync())
        {
            await owner.ExecuteAsync("update dataset_versions set content_hash = translate(content_hash, '0123456789', '9876543210')");
            await owner.ExecuteAsync(Insert, new { number = 3, digit = "3" });
            await transaction.CommitAsync();
        }

        await running.SeesAsync(3);
        Assert.NotEqual(old, await running.Client.GetStringAsync(First));
        await running.Client.ErrorAsync(next, "cursor", "invalid_cursor");
    }

    private async Task LoseVersionTwoAsync()
    {
        await ExecuteAsync("delete from dataset_versions where version = 2");
        await InsertAsync(2, "a");
    }

    private async Task InsertAsync(int number, string digit)
    {
        await using var owner = await _database.Owner.OpenConnectionAsync();
        await owner.ExecuteAsync(Insert, new { number, digit });
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var owner = await _database.Owner.OpenConnectionAsync();
        await owner.ExecuteAsync(sql);
    }

    /// <summary>Reads over the owner's connection, as the watch does over its own.</summary>
    private async Task ReadAsync(bool isCertain = true)
    {
        await using var owner = await _database.Owner.OpenConnectionAsync();
        await _versions.ReadAsync(owner, isCertain, CancellationToken.None);
    }
}
