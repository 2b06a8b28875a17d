using System.Net;
using System.Net.Sockets;
using System.Text;
using Api;
using Dapper;
using Dataset;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Reading;

/// <summary>
/// A client that stops reading a table blocks nothing, as long as there is room for what it has not read. Without room it blocks its statement,
/// not the service. A client that disconnects ends the statement.
/// </summary>
public sealed class LeavingTests(PrivatePostgres postgres)
{
    /// <summary>The number of records. With 100,000 characters each, they are far larger than the buffers of the sockets.</summary>
    private const int Copies = 1_000;

    [LongTheory, InlineData("csv", 0), InlineData("ndjson", 0), InlineData("ndjson", 1024)]
    public async Task Export_waits_for_reader_without_room_and_ends_with_it(string format, int megabytes)
    {
        var cancel = TestContext.Current.CancellationToken;
        var note = new string('x', 100_000);
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds.With<Visit>(visits =>
            Enumerable.Range(0, Copies).Select(i => visits[0] with { Id = $"copy-{i:0000}", Note = note })));
        var log = new WarningLog();
        var connection = new NpgsqlConnectionStringBuilder(database.ReaderConnection) { MaxPoolSize = 1 }.ConnectionString;
        await using var app = ApiApplication.Build(
            ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning", $"--Limits:SpoolMegabytes={megabytes}"], connection);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await app.StartAsync(cancel);
        var address = new Uri(app.Urls.First());

        using (var client = new TcpClient { ReceiveBufferSize = 64 * 1024 })
        {
            await client.ConnectAsync(IPAddress.Loopback, address.Port, cancel);
            var request = $"GET /v1/visits.{format} HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), cancel);
            var start = new byte[16 * 1024];
            await client.GetStream().ReadExactlyAsync(start, cancel);
            Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(start, 0, 20));
            if (megabytes == 0)
                await UntilAsync(database, 1, "wait_event = 'ClientWrite'");
            else
                await UntilAsync(database, 0, "state <> 'idle'");
        }

        await UntilAsync(database, 0, "state <> 'idle'");
        using var next = new HttpClient { BaseAddress = address };
        using var answer = await next.GetAsync("/v1/countries", cancel); // The pool has only one connection.
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(log.Lines);
    }

    /// <summary>Polls for a minute at most. It does so as the superuser, because other roles cannot see the wait events of others.</summary>
    private async Task UntilAsync(TestDatabase database, int count, string activity)
    {
        var name = new NpgsqlConnectionStringBuilder(database.ReaderConnection).Database;
        await using var connection = new NpgsqlConnection(postgres.Superuser);
        var sql = $"select count(*) from pg_stat_activity where datname = @name and usename = 'relations_reader' and {activity}";
        for (var i = 0; await connection.ExecuteScalarAsync<int>(sql, new { name }) != count; i++)
        {
            Assert.True(i < 600, $"It never was so: {activity}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Keeps the log lines of level warning or above.</summary>
    private sealed class WarningLog : ILoggerProvider, ILogger
    {
        private readonly List<string> _lines = [];

        public string[] Lines
        {
            get
            {
                lock (_lines)
                    return [.. _lines];
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            lock (_lines)
                _lines.Add($"{logLevel} {formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}
