using Api.Database;
using Tests.Fixtures;
using Xunit;

namespace Tests.Api.Database;

/// <summary>A value of a version is read once, whatever the number of requests for it.</summary>
public sealed class PerVersionTests(PrivatePostgres postgres) : IAsyncLifetime
{
    private static readonly DatasetVersion First = new(1, "first", default);
    private TestDatabase _database = null!;
    private DatabaseServers _servers = null!;
    private int _reads;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateMigratedAsync();
        _servers = DatabaseServers.Create(_database.ReaderConnection, answerSeconds: 30);
    }

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Concurrent_requests_share_one_read()
    {
        var gate = new TaskCompletionSource();
        var values = new PerVersion<string>(_servers, async (_, version) =>
        {
            Interlocked.Increment(ref _reads);
            await gate.Task;
            return version.ContentHash;
        });
        var requests = Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await values.GetAsync(First, CancellationToken.None))).ToArray();
        gate.SetResult();
        Assert.All(await Task.WhenAll(requests), value => Assert.Equal("first", value));
        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task Same_number_in_another_database_is_another_version()
    {
        var values = new PerVersion<string>(_servers, (_, version) => Task.FromResult(version.ContentHash));
        Assert.Equal("first", await values.GetAsync(First, CancellationToken.None));
        Assert.Equal("other", await values.GetAsync(First with { ContentHash = "other" }, CancellationToken.None));
    }

    [Fact]
    public async Task A_failed_read_is_tried_again()
    {
        var values = new PerVersion<string>(_servers, (_, _) =>
            Interlocked.Increment(ref _reads) == 1 ? throw new TimeoutException() : Task.FromResult("read"));
        await Assert.ThrowsAsync<TimeoutException>(async () => await values.GetAsync(First, CancellationToken.None));
        Assert.Equal("read", await values.GetAsync(First, CancellationToken.None));
    }
}
