using System.Diagnostics;
using Dapper;
using Dataset;
using Migrations;
using Migrations.Synthetic;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Migrations;

/// <summary>
/// The program or its server is killed at random moments of a load; the disk is full; two loads run at once; readers walk meanwhile.
/// The service serves the old version or the new one, and the next run succeeds. FAULT_POINTS is the number of random moments.
/// </summary>
public sealed class LoaderFaultTests(FragileServer server) : IClassFixture<FragileServer>, IDisposable
{
    private static readonly int Points = LongTier.Times(many: 3, few: 1, "FAULT_POINTS");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LongFact]
    public async Task Killed_load_leaves_a_whole_version()
    {
        await using var database = await server.CreateAsync("killed");
        var dice = new Random(1);
        var version = 0;
        var whole = TimeSpan.Zero;
        for (var point = 0; point < Points; point++)
        {
            // A kill interrupts the first load while it copies into empty tables, and the others while they compare.
            Generate(point);
            var clock = Stopwatch.StartNew();
            await using (var load = Load(database))
            {
                var ended = load.ExitAsync();
                await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(300) + (whole * dice.NextDouble())));
                if (!ended.IsCompleted)
                    await load.SignalAsync("KILL");
                await ended;
            }

            var current = await CurrentAsync(database);
            Assert.True(
                current == version || current == version + 1,
                $"After a kill at {clock.Elapsed} the version is {current}, and it was {version}.");
            await ConvergesAsync(database);
            whole = clock.Elapsed;
            Assert.Equal(version + 1, version = await CurrentAsync(database));
        }

        await NothingIsLeftAsync(database);
    }

    [LongFact]
    public async Task Killed_server_fails_load_in_one_sentence()
    {
        await using var database = await server.CreateAsync("crashed");
        Generate(0);
        await ConvergesAsync(database);
        Generate(1);
        await using (var load = Load(database))
        {
            await Eventually.UntilAsync("it copies", () => QueryAsync<bool>(
                "select exists (select from pg_stat_activity where datname = 'crashed' and query like 'copy staged_%')"));
            await server.KillAsync();
            try
            {
                Assert.Equal((int)ExitCode.Database, await load.ExitAsync());
                Assert.DoesNotContain("   at ", load.Output + load.Error);
                Assert.Single(load.Error.TrimEnd().Split('\n'));
            }
            finally
            {
                await server.StartAsync();
            }
        }

        Assert.Equal(1, await CurrentAsync(database));
        await ConvergesAsync(database);
        Assert.Equal(2, await CurrentAsync(database));
        await NothingIsLeftAsync(database);
    }

    [LongFact]
    public async Task Killed_load_frees_its_lock()
    {
        await using var database = await server.CreateAsync("two");
        Generate(0);
        await ConvergesAsync(database);
        Generate(1);
        await using var blocker = await database.Owner.OpenConnectionAsync();
        var held = await blocker.BeginTransactionAsync();
        await blocker.ExecuteAsync("lock table statements in share mode");
        await using (var winner = Load(database))
        {
            await Eventually.UntilAsync("it waits in the middle", () => QueryAsync<bool>(
                "select exists (select from pg_stat_activity where datname = 'two' and wait_event_type = 'Lock')"));
            await using (var other = Load(database))
            {
                Assert.Equal((int)ExitCode.Busy, await other.ExitAsync());
                Assert.Equal("Another load is running; this one wrote nothing. Try again when it has ended.\n", other.Error);
            }

            await winner.SignalAsync("KILL");
            await winner.ExitAsync();
        }

        // The table is still locked, so the statement of the dead load would wait without end.
        await Eventually.UntilAsync("the lock is free", () => QueryAsync<bool>(
            "select not exists (select from pg_stat_activity where datname = 'two' and wait_event_type = 'Lock')"), seconds: 10);
        await held.RollbackAsync();
        Assert.Equal(1, await CurrentAsync(database));
        await ConvergesAsync(database);
        Assert.Equal(2, await CurrentAsync(database));
        await NothingIsLeftAsync(database);
    }

    [LongFact]
    public async Task A_full_disk_rolls_the_load_back()
    {
        var disk = _folder.In("disk");
        Directory.CreateDirectory(disk);
        var mounted = await RunAsync("mount", "-t", "tmpfs", "-o", $"size=32m,mode=0700,uid={await server.UserIdAsync()}", "none", disk);
        Assert.SkipUnless(mounted, "A disk that is small can only be made by who may mount one.");
        try
        {
            await using var superuser = new NpgsqlConnection(server.Superuser);
            await superuser.OpenAsync();
            await superuser.ExecuteAsync($"create tablespace small location '{disk}'");
            await using (var database = await server.CreateAsync("filled"))
            {
                Generate(0, 200);
                await ConvergesAsync(database);
                await superuser.ExecuteAsync("alter database filled set tablespace small");
                Generate(1, 12_000);
                await using (var load = Load(database))
                {
                    Assert.Equal((int)ExitCode.Database, await load.ExitAsync());
                    Assert.Contains("No space left on device", load.Error);
                    Assert.DoesNotContain("   at ", load.Output + load.Error);
                }

                Assert.Equal(1, await CurrentAsync(database));
                await NothingIsLeftAsync(database);
                Generate(2, 201);
                await ConvergesAsync(database);
                Assert.Equal(2, await CurrentAsync(database));
            }

            await superuser.ExecuteAsync("drop database filled with (force)");
            await superuser.ExecuteAsync("checkpoint;"); // The checkpoint removes the last files.
            await superuser.ExecuteAsync("drop tablespace small");
        }
        finally
        {
            await RunAsync("umount", "-l", disk);
        }
    }

    [LongFact]
    public async Task A_database_that_only_reads_refuses_the_load()
    {
        await using var database = await server.CreateAsync("readonly");
        Generate(0, 100);
        await ConvergesAsync(database);
        Generate(1, 100);
        await using (var owner = await database.Owner.OpenConnectionAsync())
            await owner.ExecuteAsync("alter database readonly set default_transaction_read_only = on");
        await using var load = Load(database);
        Assert.Equal((int)ExitCode.Database, await load.ExitAsync());
        Assert.Contains("read-only transaction", load.Error);
        Assert.DoesNotContain("   at ", load.Output + load.Error);
        Assert.Equal(1, await CurrentAsync(database));
    }

    [LongFact]
    public async Task Walk_during_loads_sees_one_version()
    {
        await using var database = await server.CreateAsync("walked");
        var all = LoadedApi.Seeds.Of<Visit>().Count;
        await Loader.LoadAsync(database.Owner, LoadedApi.Seeds, TextWriter.Null, default);
        await using var api = await RunningApi.StartAsync(database);
        var loading = Task.Run(async () =>
        {
            for (var gone = 1; gone <= 5; gone++)
                await Loader.LoadAsync(database.Owner, LoadedApi.Seeds.With<Visit>(visits => visits.Skip(gone)), TextWriter.Null, default);
        });
        var walks = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            var seen = new HashSet<int>();
            for (var isLast = false; !isLast;)
            {
                isLast = loading.IsCompleted;
                var (versions, rows) = (new HashSet<int>(), 0);
                for (var address = "/v1/visits?limit=9"; address is not null;)
                {
                    var page = await api.Client.JsonAsync(address);
                    versions.Add(page.GetProperty("meta").GetProperty("dataset_version").GetInt32());
                    rows += page.GetProperty("data").GetArrayLength();
                    address = page.GetProperty("page").GetProperty("next").GetString();
                }

                var version = Assert.Single(versions);
                Assert.Equal(all - (version - 1), rows);
                seen.Add(version);
            }

            return seen;
        })));
        await loading;
        Assert.All(walks, seen => Assert.NotEmpty(seen));
    }

    /// <summary>Generates seeds. Many records differ from those of another number.</summary>
    private void Generate(int number, int records = 800)
    {
        if (Directory.Exists(_folder.In("seeds")))
            Directory.Delete(_folder.In("seeds"), recursive: true);
        SyntheticDataset.Write(_folder.In("seeds"), records, number, CancellationToken.None);
    }

    private ProgramProcess Load(TestDatabase database) => ProgramProcess.Start(
        "Migrations", ["load", "--seeds", _folder.In("seeds")], (Commands.ConnectionVariable, database.OwnerConnection));

    /// <summary>Checks that the next run loads the seeds, when the server has noticed the end of the last run.</summary>
    private async Task ConvergesAsync(TestDatabase database) => await Eventually.UntilAsync("it is loaded", async () =>
    {
        await using var load = Load(database);
        var code = (ExitCode)await load.ExitAsync();
        Assert.True(code is ExitCode.Success or ExitCode.Busy, $"{code}: {load.Output}{load.Error}");
        return code == ExitCode.Success;
    });

    /// <summary>The current version. It must be complete: each resource has the recorded number of records.</summary>
    private static async Task<int> CurrentAsync(TestDatabase database)
    {
        var version = await database.QueryAsync<int?>("select max(version) from dataset_versions") ?? 0;
        foreach (var resource in ResourceTypes.All)
        {
            Assert.Equal(
                await database.QueryAsync<long?>(
                    $"select (counts ->> '{resource.Name}')::bigint from dataset_versions where version = {version}") ?? 0,
                await database.QueryAsync<long>($"select count(*) from {resource.Table} where until is null"));
            Assert.Equal(0, await database.QueryAsync<long>($"select count(*) from {resource.Table} where since > {version} or until > {version}"));
        }

        return version;
    }

    private static async Task NothingIsLeftAsync(TestDatabase database)
    {
        Assert.Equal(0, await database.QueryAsync<long>("select count(*) from pg_class where relpersistence = 't' or relname like 'staged%'"));
        Assert.Equal(0, await database.QueryAsync<long>($"""
            select count(*) from pg_locks where pid <> pg_backend_pid() and locktype = 'relation'
              and {TestDatabase.HasLock}
              and pid in (select pid from pg_stat_activity where backend_type = 'client backend')
            """));
    }

    private async Task<T> QueryAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(server.Superuser);
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        await using var process = ProgramProcess.Start(new ProcessStartInfo(program, arguments));
        return await process.ExitAsync() == 0;
    }
}
