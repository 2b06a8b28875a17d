using System.Diagnostics;
using System.Globalization;
using System.Net;
using AppHost;
using Benchmarks.Running;
using Dapper;
using Dataset;
using Migrations;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Database;

/// <summary>A primary, two standbys and two instances of the API: reads are spread, a load is visible everywhere, and any server may fail.</summary>
public sealed class ManyServersTests : IAsyncLifetime
{
    private const string ReaderPassword = "reader of the standbys";
    private readonly List<RunningApi> _instances = [];
    private TemporaryPostgres _primary = null!;
    private TemporaryPostgres[] _standbys = [];
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _primary = await TemporaryPostgres.StartAsync();
        Assert.SkipUnless(_primary.CanBeCopied, "pg_basebackup is needed: sudo apt-get install postgresql");
        var owner = await _primary.EnsureDatabaseAsync();
        await using (var migrating = NpgsqlDataSource.Create(owner))
        {
            await Migrator.UpAsync(migrating, Script.All, TextWriter.Null, CancellationToken.None);
            await Migrator.SetReaderPasswordAsync(migrating, ReaderPassword, CancellationToken.None);
            await Loader.LoadAsync(migrating, LoadedApi.Seeds, TextWriter.Null, CancellationToken.None);
        }

        _standbys = [await _primary.StartStandbyAsync(), await _primary.StartStandbyAsync()];
        var hosts = string.Join(',', new[] { _primary }.Concat(_standbys).Select(server => $"127.0.0.1:{server.Port}"));
        var reader = new NpgsqlConnectionStringBuilder(_primary.ConnectionString("relations", Migrator.Reader)) { Password = ReaderPassword };
        reader.Remove("Port");
        reader.Host = hosts;
        reader.Timeout = 5;
        _database = new TestDatabase(owner, reader.ConnectionString);
        for (var i = 0; i < 2; i++)
            _instances.Add(await RunningApi.StartAsync(_database, RunningApi.WithoutCache));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
            await instance.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
        foreach (var server in _standbys.Append(_primary).OfType<LocalPostgres>())
            await server.DisposeAsync();
    }

    [LongFact]
    public async Task Reads_are_spread_over_standbys_only()
    {
        // Few requests at once, so that the standbys' pools are not exhausted and the primary is not used.
        var questions = _instances.SelectMany(instance => Enumerable.Range(1, 40).Select(limit => (instance, limit)));
        await Parallel.ForEachAsync(questions, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (question, _) =>
            await question.instance.Client.JsonAsync($"/v1/visits?limit={question.limit}"));
        foreach (var standby in _standbys)
            Assert.True(await ReadingConnectionsAsync(standby) > 0, "Every standby is read from.");
        Assert.Equal(0, await ReadingConnectionsAsync(_primary));
    }

    [LongFact]
    public async Task Load_appears_whole_on_every_instance()
    {
        var count = LoadedApi.Seeds.Of<Visit>().Count;
        using var stop = new CancellationTokenSource();
        var reading = _instances.Select(instance => Task.Run(async () =>
        {
            var seen = new HashSet<(int Version, int Total)>();
            for (var isLast = false; !isLast;)
            {
                isLast = stop.IsCancellationRequested;
                var page = await instance.Client.JsonAsync("/v1/visits?limit=1");
                var (meta, info) = (page.GetProperty("meta"), page.GetProperty("page"));
                seen.Add((meta.GetProperty("dataset_version").GetInt32(), info.GetProperty("total").GetInt32()));
            }

            return seen;
        })).ToArray();
        for (var version = 2; version <= 6; version++)
        {
            var seeds = LoadedApi.Seeds.With<Visit>(visits => visits.Skip(version - 1));
            Assert.Equal(version, (await Loader.LoadAsync(_database.Owner, seeds, TextWriter.Null, CancellationToken.None)).Version);
            foreach (var instance in _instances)
                await instance.SeesAsync(version);
        }

        await stop.CancelAsync();
        foreach (var seen in await Task.WhenAll(reading))
        {
            Assert.All(seen, pair => Assert.Equal(count - (pair.Version - 1), pair.Total));
            Assert.Contains(seen, pair => pair.Version == 6);
        }
    }

    [LongFact]
    public async Task Lagging_standbys_are_skipped_for_every_page()
    {
        foreach (var standby in _standbys)
            await ExecuteAsync(standby, "select pg_wal_replay_pause()");
        await Loader.LoadAsync(_database.Owner, LoadedApi.Seeds.With<Visit>(visits => visits.Skip(1)), TextWriter.Null, CancellationToken.None);
        var instance = _instances[0];
        await instance.SeesAsync(2);
        for (var next = "/v1/visits?limit=30"; next is not null;)
        {
            var page = await instance.Client.JsonAsync(next);
            Assert.Equal(2, page.GetProperty("meta").GetProperty("dataset_version").GetInt32());
            next = page.GetProperty("page").GetProperty("next").GetString();
        }

        var first = await instance.Client.JsonAsync("/v1/visits?limit=1&dataset_version=2");
        Assert.Equal(2, first.GetProperty("meta").GetProperty("dataset_version").GetInt32());
        foreach (var standby in _standbys)
            await ExecuteAsync(standby, "select pg_wal_replay_resume()");
    }

    [LongFact]
    public async Task Version_lost_with_the_primary_is_abandoned()
    {
        foreach (var standby in _standbys)
        {
            await ExecuteAsync(standby, "alter system set primary_conninfo = ''");
            await ExecuteAsync(standby, "select pg_reload_conf()");
            await Eventually.UntilAsync(
                "the standby is by itself", async () => await CountAsync(standby, "select count(*) from pg_stat_wal_receiver") == 0);
        }

        await Loader.LoadAsync(_database.Owner, LoadedApi.Seeds.With<Visit>(visits => visits.Skip(1)), TextWriter.Null, CancellationToken.None);
        var client = _instances[0].Client;
        await _instances[0].SeesAsync(2);
        Kill(_primary);
        await ExecuteAsync(_standbys[0], "select pg_promote()");

        var limit = 0;
        await Eventually.UntilAsync("the version is given up", async () =>
        {
            using var answer = await client.RequestAsync($"/v1/visits?limit={(++limit % 100) + 1}");
            if (answer.StatusCode != HttpStatusCode.OK)
                Assert.Equal("/v1/problems/unavailable", (await answer.ProblemAsync(503)).GetProperty("type").GetString());
            return answer.StatusCode == HttpStatusCode.OK && answer.Header("Dataset-Version") == "1";
        }, seconds: 60);
    }

    [LongTheory, InlineData("a standby"), InlineData("the primary")]
    public async Task Reads_go_on_when_a_server_is_killed(string which)
    {
        foreach (var instance in _instances)
            await instance.Client.JsonAsync("/v1/visits?limit=1");
        Kill(which == "the primary" ? _primary : _standbys[0]);
        for (var i = 1; i <= 30; i++)
        {
            foreach (var instance in _instances)
            {
                var meta = (await instance.Client.JsonAsync($"/v1/visits?limit={i}")).GetProperty("meta");
                Assert.Equal(1, meta.GetProperty("dataset_version").GetInt32());
            }
        }

        foreach (var instance in _instances)
            Assert.Equal("ready", (await instance.Client.JsonAsync("/health/ready")).GetProperty("status").GetString());
    }

    /// <summary>
    /// The number of the reader's connections that have read visits. Others do not prove a read: some wait for notices, and Npgsql
    /// opens one to detect the role of a server.
    /// </summary>
    private static Task<int> ReadingConnectionsAsync(LocalPostgres server) =>
        CountAsync(server, $"select count(*) from pg_stat_activity where usename = '{Migrator.Reader}' and query like '%from visits%'");

    private static async Task<int> CountAsync(LocalPostgres server, string sql)
    {
        await using var connection = Connection(server);
        return await connection.ExecuteScalarAsync<int>(sql);
    }

    private static async Task ExecuteAsync(LocalPostgres server, string sql)
    {
        await using var connection = Connection(server);
        await connection.ExecuteAsync(sql);
    }

    private static NpgsqlConnection Connection(LocalPostgres server) =>
        new(new NpgsqlConnectionStringBuilder(server.ConnectionString()) { Pooling = false }.ConnectionString);

    /// <summary>Kills the server as a power cut would. Its child processes notice that and end too.</summary>
    private static void Kill(LocalPostgres server)
    {
        var pid = File.ReadLines(Path.Combine(server.DataFolder, "cluster", "postmaster.pid")).First();
        using var process = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
        process.Kill();
    }
}
