using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AppHost;
using Benchmarks.Running;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.AppHost;

public sealed class LocalPostgresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string DataFolder => _folder.In("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fresh_folder_gets_a_private_server()
    {
        await using var server = await StartAsync();

        Assert.Equal("127.0.0.1||UTF8|C|UTC", await QueryAsync(server.ConnectionString(), """
            select concat_ws('|', current_setting('listen_addresses'), current_setting('unix_socket_directories'),
              current_setting('server_encoding'), datcollate, current_setting('timezone'))
            from pg_database where datname = current_database()
            """));
        var stranger = new NpgsqlConnectionStringBuilder(server.ConnectionString()) { Password = "guess" };
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => QueryAsync(stranger.ConnectionString, "select 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(DataFolder, "password")));
        }
    }

    [LongFact]
    public async Task Data_survives_restarts_and_log_does_not()
    {
        await using (var server = await StartAsync())
        {
            var owned = await server.EnsureDatabaseAsync();
            await QueryAsync(owned, "create table kept as select 42 as answer");
            await QueryAsync(server.ConnectionString(), "do $$ begin raise log 'of the first run'; end $$");
        }

        Assert.Contains("of the first run", File.ReadAllText(Path.Combine(DataFolder, "server.log")));
        await using (var server = await StartAsync())
        {
            var owned = await server.EnsureDatabaseAsync();
            Assert.Equal(42, await QueryAsync(owned, "select answer from kept"));
        }

        Assert.DoesNotContain("of the first run", File.ReadAllText(Path.Combine(DataFolder, "server.log")));
    }

    [Fact]
    public async Task Database_owner_is_not_a_superuser()
    {
        await using var server = await TemporaryPostgres.StartAsync();
        const string Odd = """o'dd "name"; drop""";

        var owned = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => server.EnsureDatabaseAsync(Odd, Odd)));

        Assert.Equal($"{Odd}|{Odd}|f|t|f", await QueryAsync(owned[0], """
            select concat_ws('|', current_database(), current_user, rolsuper, rolcreaterole, rolcreatedb)
            from pg_roles where rolname = current_user
            """));
        Assert.Equal(true, await QueryAsync(owned[0], """
            select pg_get_userbyid(datdba) = current_user from pg_database where datname = current_database()
            """));
    }

    [Fact]
    public async Task A_second_owner_is_refused()
    {
        await using var first = await StartAsync();

        var refusal = await RefusalAsync(new() { DataFolder = DataFolder });

        Assert.Contains($"{DataFolder} is in use by another process ({Environment.ProcessId})", refusal);
        Assert.Equal(1, await QueryAsync(first.ConnectionString(), "select 1"));
    }

    [LongFact]
    public async Task Orphaned_server_is_replaced()
    {
        using var owner = await OwnerProcess.StartAsync(DataFolder);
        Assert.Contains($"({owner.Id})", await RefusalAsync(new() { DataFolder = DataFolder }));
        await owner.KillAsync();
        var left = PostmasterIn(DataFolder);

        // The port is free only after the orphaned server has ended.
        await using var server = await StartAsync(owner.Port);

        Assert.NotEqual(left, PostmasterIn(DataFolder));
        Assert.Equal(1, await QueryAsync(server.ConnectionString(), "select 1"));
    }

    [LongFact]
    public async Task A_server_that_was_killed_itself_is_recovered()
    {
        await using (var killed = await StartAsync())
        {
            await QueryAsync(killed.ConnectionString(), "create table kept as select 42 as answer");
            using var process = Process.GetProcessById(PostmasterIn(DataFolder));
            process.Kill();
        }

        await using var server = await StartAsync();

        Assert.Equal(42, await QueryAsync(server.ConnectionString(), "select answer from kept"));
    }

    [LongFact]
    public async Task Orphaned_temporary_server_is_removed()
    {
        using var owner = await OwnerProcess.StartAsync();
        var left = PostmasterIn(owner.DataFolder);
        await owner.KillAsync();

        await using var server = await TemporaryPostgres.StartAsync();

        await EventuallyAsync(() => !Directory.Exists(owner.DataFolder) && !IsRunning(left));
    }

    [LongFact]
    public async Task Stale_pid_file_spares_its_process()
    {
        await using var stranger = await TemporaryPostgres.StartAsync();
        await (await StartAsync()).DisposeAsync();

        var cluster = Path.Combine(DataFolder, "cluster");
        string[][] contents =
        [
            .. new[] { int.MaxValue, Environment.ProcessId, PostmasterIn(stranger.DataFolder) }
                .Select(pid => new[] { $"{pid}", cluster, "1000000000", "5432" }),
            File.ReadAllLines(Path.Combine(stranger.DataFolder, "cluster", "postmaster.pid")), // As in a copy of its folder.
            [],
            ["nonsense", cluster, $"{long.MaxValue}"],
        ];
        foreach (var content in contents)
        {
            File.WriteAllLines(Path.Combine(cluster, "postmaster.pid"), content);

            await using var server = await StartAsync();

            Assert.Equal(1, await QueryAsync(server.ConnectionString(), "select 1"));
        }

        Assert.Equal(1, await QueryAsync(stranger.ConnectionString(), "select 1"));
    }

    [LongFact]
    public async Task An_unreadable_pid_file_is_refused()
    {
        await (await StartAsync()).DisposeAsync();
        Directory.CreateDirectory(Path.Combine(DataFolder, "cluster", "postmaster.pid"));

        var refusal = await RefusalAsync(new() { DataFolder = DataFolder });

        Assert.StartsWith($"The data folder {DataFolder} cannot be used (", refusal);
        Assert.Single(refusal.Split('\n'));
    }

    [LongFact]
    public async Task A_password_that_others_may_read_becomes_private()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights.");
        await (await StartAsync()).DisposeAsync();
        var password = Path.Combine(DataFolder, "password");
        Chmod(password, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await using var server = await StartAsync();

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(password));
    }

    [LongFact]
    public async Task The_log_of_a_server_is_bounded()
    {
        await using var server = await StartAsync();
        using var over = new CancellationTokenSource();
        var watched = server.EndedAsync(over.Token);
        var log = new FileInfo(Path.Combine(DataFolder, "server.log"));
        var older = new FileInfo(log.FullName + ".1");

        for (var round = 1; round <= 2; round++)
        {
            await QueryAsync(
                server.ConnectionString(), $"do $$ begin for i in 1..120 loop raise log 'round {round} %', repeat('x', 100000); end loop; end $$");
            await EventuallyAsync(() => SizeOf(log) < ServerFolder.MostLogBytes);
            Assert.Equal(ServerFolder.MostLogBytes, SizeOf(older));
            Assert.Contains($"round {round} ", File.ReadAllText(older.FullName));
        }

        await QueryAsync(server.ConnectionString(), "do $$ begin raise log 'the server goes on'; end $$");
        Assert.Contains("the server goes on", File.ReadAllText(log.FullName));
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watched);

        static long SizeOf(FileInfo file)
        {
            file.Refresh();
            return file.Exists ? file.Length : 0;
        }
    }

    [LongFact]
    public async Task Settings_of_the_cluster_change_the_defaults()
    {
        await (await StartAsync()).DisposeAsync();
        File.AppendAllText(Path.Combine(DataFolder, "cluster", "postgresql.conf"), "work_mem = '6MB'\n");

        await using var server = await StartAsync();

        Assert.Equal("6MB|1|panic", await QueryAsync(server.ConnectionString(), """
            select concat_ws('|', current_setting('work_mem'), current_setting('max_parallel_workers_per_gather'),
              current_setting('log_min_error_statement'))
            """));
    }

    [LongFact]
    public async Task A_port_that_needs_a_right_is_refused()
    {
        const int Port = 81;
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && int.Parse(File.ReadAllText("/proc/sys/net/ipv4/ip_unprivileged_port_start")) > Port,
            "Here no port needs a right.");

        var refusal = await RefusalAsync(new() { DataFolder = DataFolder, Port = Port });

        Assert.Matches($"^The user [^ ]+ may not listen on port {Port} of 127.0.0.1: choose a port from 1024 on.$", refusal);
    }

    [LongFact]
    public async Task A_half_created_cluster_is_created_again()
    {
        Directory.CreateDirectory(Path.Combine(DataFolder, "cluster.unfinished", "base"));
        File.WriteAllText(Path.Combine(DataFolder, "cluster.unfinished", "PG_VERSION"), "15");
        File.WriteAllText(Path.Combine(DataFolder, "password.unfinished"), "half");

        await using var server = await StartAsync();

        Assert.Equal(1, await QueryAsync(server.ConnectionString(), "select 1"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(DataFolder, "*.unfinished"));
    }

    [Fact]
    public async Task Data_of_missing_version_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(DataFolder, "cluster"));
        File.WriteAllText(Path.Combine(DataFolder, "cluster", "PG_VERSION"), "9\n");

        var refusal = await RefusalAsync(new() { DataFolder = DataFolder });

        Assert.Contains("PostgreSQL 9, which created the data, was not found", refusal);
    }

    [Fact]
    public async Task Foreign_folder_is_refused_and_untouched()
    {
        Directory.CreateDirectory(Path.Combine(DataFolder, "cluster", "photos"));

        Assert.Contains("holds no PostgreSQL data", await RefusalAsync(new() { DataFolder = DataFolder }));
        Assert.True(Directory.Exists(Path.Combine(DataFolder, "cluster", "photos")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_refused()
    {
        File.WriteAllText(_folder.In("file"), "");
        var folder = _folder.In("file", "data");

        var refusal = await RefusalAsync(new() { DataFolder = folder });

        Assert.Contains($"The data folder {folder} cannot be written", refusal);
    }

    [Fact]
    public async Task Root_learns_which_folder_is_closed()
    {
        Assert.SkipUnless(
            !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess, "Only root runs it as another user.");
        var closed = Directory.CreateDirectory(_folder.In("closed")).FullName;
        Chmod(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var refusal = await RefusalAsync(new() { DataFolder = Path.Combine(closed, "data") });

        Assert.Contains($"may not enter {closed}:", refusal);
    }

    [Fact]
    public async Task A_taken_port_is_refused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var refusal = await RefusalAsync(new() { DataFolder = DataFolder, Port = port });

        Assert.Contains($"Port {port} of 127.0.0.1 is in use", refusal);
    }

    [Fact]
    public async Task Failed_start_says_why_and_settings_apply()
    {
        var refusal = await RefusalAsync(
            new() { DataFolder = DataFolder, Settings = new Dictionary<string, string> { ["no_such_thing"] = "1" } });

        Assert.Contains("unrecognized configuration parameter \"no_such_thing\"", refusal);

        const string Odd = @"it's a \ name";
        await using var server = await LocalPostgres.StartAsync(
            new() { DataFolder = DataFolder, Settings = new Dictionary<string, string> { ["cluster_name"] = Odd } });
        Assert.Equal(Odd, await QueryAsync(server.ConnectionString(), "show cluster_name"));
    }

    [Fact]
    public async Task A_temporary_server_leaves_nothing()
    {
        var server = await TemporaryPostgres.StartAsync();
        var (folder, process) = (server.DataFolder, PostmasterIn(server.DataFolder));
        Assert.Equal("off", await QueryAsync(server.ConnectionString(), "show fsync"));

        await server.DisposeAsync();
        await server.DisposeAsync();

        Assert.False(Directory.Exists(folder));
        await EventuallyAsync(() => !IsRunning(process));
    }

    [LongTheory]
    [InlineData("cluster.unfinished")]
    [InlineData("cluster.unfinished/global/pg_control")]
    [InlineData("cluster")]
    [InlineData("cluster/postmaster.pid")]
    public async Task A_start_that_is_cancelled_leaves_nothing_running(string moment)
    {
        using var cancel = new CancellationTokenSource();
        var starting = LocalPostgres.StartAsync(new() { DataFolder = DataFolder }, cancel.Token);
        await EventuallyAsync(() => Path.Exists(Path.Combine(DataFolder, moment)));

        await cancel.CancelAsync();
        try
        {
            await (await starting).DisposeAsync(); // The start was faster than the cancellation.
        }
        catch (OperationCanceledException)
        {
        }

        Assert.False(File.Exists(Path.Combine(DataFolder, "cluster", "postmaster.pid")));
        await using var server = await StartAsync();
        Assert.Equal(1, await QueryAsync(server.ConnectionString(), "select 1"));
    }

    private Task<LocalPostgres> StartAsync(int? port = null) =>
        LocalPostgres.StartAsync(new() { DataFolder = DataFolder, Port = port }, TestContext.Current.CancellationToken);

    private static async Task<string> RefusalAsync(LocalPostgresOptions options) =>
        (await Assert.ThrowsAsync<PrerequisiteException>(() => LocalPostgres.StartAsync(options))).Message;

    private static async Task<object?> QueryAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static int PostmasterIn(string dataFolder) =>
        int.Parse(File.ReadLines(Path.Combine(dataFolder, "cluster", "postmaster.pid")).First());

    private static bool IsRunning(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.VirtualMemorySize64 > 0;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        while (!holds())
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private static void Chmod(string folder, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, mode);
    }
}
