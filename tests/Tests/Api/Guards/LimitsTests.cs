using System.Net;
using System.Net.Sockets;
using Api.Database;
using Api.Guards;
using Dapper;
using Microsoft.Extensions.Configuration;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Guards;

/// <summary>A client can use only a bounded share of the service. Each bound is configurable.</summary>
public sealed class LimitsTests(PrivatePostgres postgres, LoadedApi api) : IClassFixture<LoadedApi>
{
    private const string Request = "GET /v1/visits HTTP/1.1\r\nHost: localhost\r\n\r\n";

    [Fact]
    public async Task One_connection_too_many_is_closed()
    {
        await using var small = await RunningApi.StartAsync(api.Database, "--Limits:Connections=1");
        using var first = await RawConnection.OpenAsync(small.Client.BaseAddress!);
        await first.SayAsync(Request);
        Assert.NotEqual(0, await first.Stream.ReadAsync(new byte[100]));
        Assert.Equal(0, (await RawConnection.RequestAsync(small.Client.BaseAddress!, Request)).Status);
    }

    [Fact]
    public async Task Slow_headers_are_408_and_others_are_served()
    {
        await using var hurried = await RunningApi.StartAsync(api.Database, "--Limits:HeaderSeconds=1");
        var server = hurried.Client.BaseAddress!;
        var slow = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            var connection = await RawConnection.OpenAsync(server);
            await connection.SayAsync("GET /v1/visits HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            return connection;
        }));
        await hurried.Client.JsonAsync("/v1/visits");
        foreach (var connection in slow)
        {
            Assert.Equal(408, (await connection.ReadAsync()).Status);
            connection.Dispose();
        }
    }

    [Fact]
    public async Task Idle_connection_is_closed()
    {
        await using var brief = await RunningApi.StartAsync(api.Database, "--Limits:IdleSeconds=1");
        Assert.Equal(200, (await RawConnection.RequestAsync(brief.Client.BaseAddress!, Request)).Status); // The request has no `Connection: close`.
    }

    [LongFact]
    public async Task Client_that_does_not_read_is_disconnected()
    {
        await using var impatient = await RunningApi.StartAsync(api.Database, "--Limits:LeastBytesPerSecond=1000000", "--Limits:SlowSeconds=2");
        using var connection = await RawConnection.OpenAsync(impatient.Client.BaseAddress!);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var requests = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Request, 1000)));
        var cut = await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (true)
                await connection.Stream.WriteAsync(requests, patience.Token);
        });
        Assert.IsType<SocketException>(cut.InnerException);
        await impatient.Client.JsonAsync("/v1/visits");
    }

    [Fact]
    public async Task Header_limits_can_be_set()
    {
        await using var small = await RunningApi.StartAsync(api.Database, "--Limits:HeaderBytes=1024", "--Limits:Headers=10");
        foreach (var headers in new[] { $"X-Long: {new string('x', 1024)}\r\n", string.Concat(Enumerable.Range(0, 10).Select(i => $"X-{i}: x\r\n")) })
        {
            var request = $"GET /v1 HTTP/1.1\r\n{headers}Host: localhost\r\n\r\n";
            Assert.Equal(431, (await RawConnection.RequestAsync(small.Client.BaseAddress!, request)).Status);
        }

        await small.Client.JsonAsync("/v1");
    }

    [Fact]
    public async Task HTTP_2_connection_has_a_bound_of_streams()
    {
        await using var two = await RunningApi.StartAsync(api.Database, "--Kestrel:EndpointDefaults:Protocols=Http2", "--Limits:Streams=7");
        using var connection = await RawConnection.OpenAsync(two.Client.BaseAddress!);
        await connection.SayAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0");
        var frame = new byte[9];
        await connection.Stream.ReadExactlyAsync(frame);
        Assert.Equal(4, frame[3]); // SETTINGS
        var settings = new byte[(frame[0] << 16) | (frame[1] << 8) | frame[2]];
        await connection.Stream.ReadExactlyAsync(settings);
        Assert.Contains(settings.Chunk(6), setting => setting is [0, 3, 0, 0, 0, 7]);

        using var client = new HttpClient
        {
            BaseAddress = two.Client.BaseAddress,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.JsonAsync("/v1/visits")));
    }

    [Fact]
    public async Task Slow_page_is_504_and_an_export_waits()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        // The timeout of a command is also at least one second, and would end the answer with a 503.
        await using var patient = new TestDatabase(database.OwnerConnection, $"{database.ReaderConnection};Command Timeout=60");
        await using var brief = await RunningApi.StartAsync(patient, "--Limits:PageSeconds=1");
        await brief.SeesAsync(1);
        await using var owner = await database.Owner.OpenConnectionAsync();
        var held = await owner.BeginTransactionAsync();
        await owner.ExecuteAsync("lock table visits in access exclusive mode");
        using (var response = await brief.Client.RequestAsync("/v1/visits"))
        {
            Assert.Equal("/v1/problems/timeout", (await response.ProblemAsync(504)).GetProperty("type").GetString());
            Assert.Equal("*", response.Header("Access-Control-Allow-Origin"));
            Assert.Null(response.Header("ETag"));
            Assert.Null(response.Header("Link"));
        }

        var table = brief.Client.RequestAsync("/v1/visits.csv");
        await brief.Client.ProblemAsync("/v1/visits?limit=1", 504);
        Assert.False(table.IsCompleted);
        await held.RollbackAsync();
        using var answer = await table;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await brief.Client.JsonAsync("/v1/visits");
    }

    [Theory]
    [InlineData("Connections", "0", "Limits:Connections is '0'. It must be a whole number from 1 to 1000000.")]
    [InlineData("slowseconds", "1", "Limits:SlowSeconds is '1'. It must be a whole number from 2 to 3600.")]
    [InlineData("RequestsPerMinute", "-1", "Limits:RequestsPerMinute is '-1'. It must be a whole number from 0 to 1000000000.")]
    [InlineData("Headers", "many", "Limits:Headers is 'many'. It must be a whole number from 10 to 10000.")]
    [InlineData("Headers", "", "Limits:Headers is ''. It must be a whole number from 10 to 10000.")]
    [InlineData("Headers", "99999999999", "Limits:Headers is '99999999999'. It must be a whole number from 10 to 10000.")]
    [InlineData("RequestPerMinute", "5", "Limits:RequestPerMinute is not a setting. Allowed: Connections, HeaderBytes, ")]
    [InlineData("KnownProxies", "10.0.0.1, proxy", "Limits:KnownProxies is '10.0.0.1, proxy'. 'proxy' is not an IP address or network.")]
    [InlineData("Uncounted", "10.0.0.0/33", "Limits:Uncounted is '10.0.0.0/33'. '10.0.0.0/33' is not an IP address or network.")]
    public void Wrong_limit_is_refused_with_its_range(string name, string value, string message)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [$"Limits:{name}"] = value }).Build();
        Assert.StartsWith(message, Assert.Throws<SettingException>(() => Limits.Read(configuration)).Message);
    }
}
