using System.Net;
using System.Net.Sockets;

namespace AppHost;

/// <summary>The cluster in a data folder: made, started and stopped with PostgreSQL's own programs.</summary>
internal sealed class PostgresCluster
{
    public const string Superuser = "postgres";
    private readonly ServerAccount _account;

    private PostgresCluster(ServerFolder folder, PostgresBinaries binaries, ServerAccount account) =>
        (Folder, Binaries, _account) = (folder, binaries, account);

    public ServerFolder Folder { get; }
    public PostgresBinaries Binaries { get; }

    /// <summary>The cluster that is, or will be, in a folder, with what it takes to run it.</summary>
    public static async Task<PostgresCluster> InAsync(ServerFolder folder, string? binariesFolder, CancellationToken ct)
    {
        var account = await ServerAccount.ForThisProcessAsync(ct);
        var binaries = await PostgresBinaries.FindAsync(binariesFolder, folder.Major(), ct);
        await account.MustReachAsync(folder.Location, ct);
        await account.MustReachAsync(binaries.Folder, ct);
        return new(folder, binaries, account);
    }

    /// <summary>Makes the cluster, when there is none. It is named when complete, so it is never half there.</summary>
    public async Task MakeAsync(bool durably, CancellationToken ct)
    {
        if (Directory.Exists(Folder.Cluster))
        {
            await _account.OwnAsync([Folder.Cluster, Folder.PasswordFile], ct);
            return;
        }
        await MakeByAsync(
            "initdb",
            [
                "-D", Folder.UnfinishedCluster, "--username", Superuser, "--pwfile", Folder.PasswordFile,
                "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C",
                durably ? "--no-instructions" : "--no-sync",
            ],
            ct);
    }

    /// <summary>Makes the cluster a copy of a server's, which follows that server from then on.</summary>
    /// <param name="primary">How the superuser reaches the server, as libpq wants it.</param>
    /// <param name="ct">Stops.</param>
    public Task MakeStandbyAsync(string primary, CancellationToken ct) => MakeByAsync(
        "pg_basebackup",
        ["-D", Folder.UnfinishedCluster, "-d", primary, "--write-recovery-conf", "--checkpoint=fast", "--no-sync"],
        ct);

    private async Task MakeByAsync(string program, IEnumerable<string> arguments, CancellationToken ct)
    {
        Folder.DeleteUnfinishedCluster();
        ServerFolder.Create(Folder.UnfinishedCluster);
        await _account.OwnAsync([Folder.UnfinishedCluster, Folder.PasswordFile], ct);
        var made = await _account.RunAsync(Folder.Location, Binaries[program], arguments, ct: ct);
        if (!made.Succeeded)
        {
            ct.ThrowIfCancellationRequested(); // Ctrl-C in a terminal reaches the program as well as this process.
            throw new PrerequisiteException(
                $"PostgreSQL could not make a data folder in {Folder.Location}; {program} says:\n{made.Output}");
        }
        Directory.Move(Folder.UnfinishedCluster, Folder.Cluster);
    }

    /// <summary>Starts the server, on any free port when none is given.</summary>
    /// <returns>The port.</returns>
    public async Task<int> StartAsync(
        int? wantedPort, IReadOnlyDictionary<string, string> settings, CancellationToken ct)
    {
        Folder.ForgetServer();
        Folder.WriteSettings(settings);
        for (var attempt = 1; ; attempt++)
        {
            var port = wantedPort ?? FreePort();
            Folder.EmptyLog();
            await _account.OwnAsync([Folder.LogFile, Folder.SettingsFile], ct);
            var started = await PgCtlStartAsync(port, ct);
            if (started.Succeeded)
            {
                return port;
            }
            await StopAsync(); // It may be slow rather than dead.
            ct.ThrowIfCancellationRequested();
            var log = Folder.EndOfLog();
            var portIsTaken = log.Contains("could not bind") && !log.Contains("Permission denied");
            // The backends of a server that was killed may take a moment to notice.
            var memoryIsInUse = log.Contains("is still in use");
            if (attempt < 20 && (memoryIsInUse || (portIsTaken && wantedPort is null)))
            {
                await Task.Delay(memoryIsInUse ? 250 : 0, ct);
                continue;
            }
            throw new PrerequisiteException(portIsTaken
                ? $"Port {port} of 127.0.0.1 is in use by another program: stop that one, or choose another port."
                : log.Length > 0
                    ? $"PostgreSQL could not start; the end of {Folder.LogFile} says:\n{log}"
                    : $"PostgreSQL could not start: {started.Output}");
        }
    }

    private async Task<Command.Result> PgCtlStartAsync(int port, CancellationToken ct)
    {
        // Relative names, since pg_ctl hands them to a shell. pg_ctl itself puts the server in a session of its own.
        var starting = PgCtlAsync(
            "start", "-l", Path.GetFileName(Folder.LogFile), "-t", "600", "-o",
            $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
            + $"-c config_file={Path.GetFileName(Folder.SettingsFile)}");
        try
        {
            return await starting.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // The server would outlive a pg_ctl that is killed while it waits, so stop the server, which ends the wait.
            while (!starting.IsCompleted)
            {
                await StopAsync();
                await Task.WhenAny(starting, Task.Delay(50, CancellationToken.None));
            }
            await StopAsync();
            throw;
        }
    }

    /// <summary>Stops the server, if it is running.</summary>
    public async Task StopAsync()
    {
        if (Folder.ServerIsAlive() && !(await PgCtlAsync("stop", "-m", "fast")).Succeeded && Folder.ServerIsAlive())
        {
            var stopped = await PgCtlAsync("stop", "-m", "immediate");
            if (!stopped.Succeeded && Folder.ServerIsAlive())
            {
                throw new PrerequisiteException(
                    $"The PostgreSQL server on {Folder.Location} cannot be stopped: {stopped.Output}");
            }
        }
    }

    private Task<Command.Result> PgCtlAsync(string action, params string[] arguments) => _account.RunAsync(
        Folder.Location,
        Binaries["pg_ctl"],
        [action, "-D", Path.GetFileName(Folder.Cluster), "-w", "-s", .. arguments],
        leavesServerBehind: action == "start");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
