using System.Net;
using System.Net.Sockets;
using Dapper;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Guards;

/// <summary>A client waits for its own share of the places, and delays nobody else.</summary>
public sealed class PlacesTests(PrivatePostgres postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private NpgsqlConnection _owner = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        _owner = await _database.Owner.OpenConnectionAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _owner.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_client_has_a_quarter_of_the_places()
    {
        await using var service = await StartAsync("--Limits:PlaceWaitSeconds=1");
        using var greedy = ClientOf(service, "127.0.0.2");
        using var other = ClientOf(service, "127.0.0.3");
        var held = await LockAsync("visits");
        var taken = new[] { greedy.RequestAsync("/v1/visits?limit=1"), greedy.RequestAsync("/v1/visits.csv") };
        await WaitingAsync(2);
        foreach (var address in new[] { "/v1/statements?limit=1", "/v1/statements.csv" })
        {
            using var refused = await greedy.RequestAsync(address);
            var problem = await refused.ProblemAsync(503);
            Assert.Equal("/v1/problems/unavailable", problem.GetProperty("type").GetString());
            Assert.StartsWith("All places for light requests are taken, or this client has its share", problem.GetProperty("detail").GetString());
            Assert.NotNull(refused.Header("Retry-After"));
            Assert.Null(refused.Header("Content-Disposition"));
            await other.JsonAsync("/v1/statements?limit=2");
        }

        await held.RollbackAsync();
        foreach (var table in taken)
        {
            using var answer = await table;
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.NotEmpty(await greedy.GetStringAsync("/v1/statements.csv"));
    }

    [Fact]
    public async Task Light_requests_pass_heavy_ones()
    {
        await using var service = await StartAsync("--Limits:Places=4", "--Limits:PlaceWaitSeconds=30");
        var held = await LockAsync("visits");
        var heavy = Enumerable.Range(2, 8).Select(async client =>
        {
            using var http = ClientOf(service, $"127.0.0.{client}");
            return (await http.GetByteArrayAsync($"/v1/dataset/bundle.zip?dataset_version=1")).Length;
        }).ToArray();
        await WaitingAsync(1);
        using var other = ClientOf(service, "127.0.0.99");
        for (var limit = 1; limit < 20; limit++)
            await other.JsonAsync($"/v1/statements?limit={limit}");
        Assert.All(heavy, bundle => Assert.False(bundle.IsCompleted));
        await held.RollbackAsync();
        Assert.Single((await Task.WhenAll(heavy)).Distinct());
    }

    [Fact]
    public async Task Equal_requests_need_one_place()
    {
        await using var service = await StartAsync("--Limits:Places=4", "--Limits:PlaceWaitSeconds=0");
        var held = await LockAsync("visits");
        using var first = ClientOf(service, "127.0.0.2");
        using var second = ClientOf(service, "127.0.0.3");
        var one = first.GetStringAsync("/v1/visits?limit=3");
        await WaitingAsync(1);
        var others = Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? first : second).GetStringAsync("/v1/visits?limit=3")).ToArray();
        await Task.Delay(200);
        await held.RollbackAsync();
        Assert.All(await Task.WhenAll(others), answer => Assert.Equal(one.Result, answer));
    }

    [Theory, InlineData(64), InlineData(0)]
    public async Task A_slow_reader_keeps_no_place(int megabytes)
    {
        const int Requests = 60;
        const string Request = "GET /v1/statements.ndjson HTTP/1.1\r\nHost: localhost\r\n";
        await using var service = await StartAsync(
            RunningApi.WithoutCache, "--Limits:Places=4", $"--Limits:SpoolMegabytes={megabytes}", "--Limits:SlowSeconds=2");
        using var other = ClientOf(service, "127.0.0.99");
        var table = await other.GetStringAsync("/v1/statements.ndjson");
        var slow = new List<RawConnection>();
        try
        {
            // More than the buffers of a connection hold.
            for (var client = 2; client < 10; client++)
            {
                slow.Add(await RawConnection.OpenAsync(service.Client.BaseAddress!, $"127.0.0.{client}"));
                await slow[^1].SayAsync(string.Concat(Enumerable.Repeat($"{Request}\r\n", Requests - 1)) + $"{Request}Connection: close\r\n\r\n");
                await slow[^1].Stream.ReadExactlyAsync(new byte[100]);
            }

            Assert.Equal(table, await other.GetStringAsync("/v1/statements.ndjson"));
            if (megabytes == 0)
                return; // They are disconnected.
            var answer = await slow[^1].ReadAsync();
            Assert.Equal(Requests - 1, answer.Body.Split("HTTP/1.1 200 OK").Length - 1);
            Assert.Equal(Requests, answer.Body.Split(table.Split('\n')[0]).Length - 1);
            Assert.Equal(Requests, answer.Body.Split(table.Split('\n')[^2]).Length - 1);
        }
        finally
        {
            slow.ForEach(connection => connection.Dispose());
        }
    }

    /// <summary>Requests of this machine are counted, and each of its addresses is a client.</summary>
    private Task<RunningApi> StartAsync(params string[] settings) => RunningApi.StartAsync(_database, ["--Limits:Uncounted=", .. settings]);

    private static HttpClient ClientOf(RunningApi service, string address) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = service.Client.BaseAddress };

    private async Task<NpgsqlTransaction> LockAsync(string table)
    {
        var held = await _owner.BeginTransactionAsync();
        await _owner.ExecuteAsync($"lock table {table} in access exclusive mode");
        return held;
    }

    /// <summary>Waits until so many of the database's connections wait for a lock.</summary>
    private async Task WaitingAsync(int count)
    {
        await using var connection = await _database.Owner.OpenConnectionAsync();
        for (var attempt = 0; attempt < 400; attempt++)
        {
            const string Waiting =
                $"select count(*)::int from pg_locks where not granted and relation = 'visits'::regclass and {TestDatabase.HasLock}";
            if (await connection.ExecuteScalarAsync<int>(Waiting) >= count)
                return;
            await Task.Delay(25);
        }

        Assert.Fail("The requests did not begin within ten seconds.");
    }
}
