using System.Net;
using System.Net.Sockets;

namespace AppHost;

/// <summary>The PostgreSQL cluster in a data folder: created, started and stopped with PostgreSQL's own programs.</summary>
internal sealed class PostgresCluster
{
    public const string Superuser = "postgres";
    private readonly ServerAccount _account;

    private PostgresCluster(ServerFolder folder, PostgresBinaries binaries, ServerAccount account) =>
        (Folder, Binaries, _account) = (folder, binaries, account);

    public ServerFolder Folder { get; }

    public PostgresBinaries Binaries { get; }

    /// <summary>The cluster that is, or will be, in a folder, with the binaries and the account to run it.</summary>
    public static async Task<PostgresCluster> InAsync(
        ServerFolder folder, string? binariesFolder, CancellationToken cancel, PostgresDownload? download = null)
    {
        var account = await ServerAccount.ForThisProcessAsync(cancel);
        var binaries = await BinariesAsync(folder, binariesFolder, download, cancel);
        await account.MustReachAsync(folder.Location, cancel);
        await account.MustReachAsync(binaries.Folder, cancel);
        return new(folder, binaries, account);
    }

    private static async Task<PostgresBinaries> BinariesAsync(
        ServerFolder folder, string? configured, PostgresDownload? download, CancellationToken cancel)
    {
        try
        {
            return await PostgresBinaries.FindAsync(configured, folder.Major(), folder.Location, cancel);
        }
        catch (PrerequisiteException missing) when (configured is null && download is not null && !ServerAccount.ProcessIsRoot)
        {
            return await download.FetchAsync(folder, missing, cancel);
        }
    }

    /// <summary>Creates the cluster if the folder has none.</summary>
    public async Task CreateAsync(string option, CancellationToken cancel)
    {
        if (Directory.Exists(Folder.Cluster))
        {
            await _account.OwnAsync([Folder.Cluster, Folder.PasswordFile], cancel);
            return;
        }

        await CreateWithAsync(
            "initdb",
            [
                "-D", Folder.UnfinishedCluster, "--username", Superuser, "--pwfile", Folder.PasswordFile,
                "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", option,
            ],
            cancel);
    }

    /// <summary>Runs a program that creates the cluster under its unfinished name. It gets its own name when it is complete.</summary>
    public async Task CreateWithAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        ServerFolder.Delete(Folder.UnfinishedCluster);
        ServerFolder.Create(Folder.UnfinishedCluster);
        await _account.OwnAsync([Folder.UnfinishedCluster, Folder.PasswordFile], cancel);
        var created = await _account.RunAsync(Folder.Location, Binaries[program], arguments, cancel: cancel);
        if (!created.Succeeded)
        {
            cancel.ThrowIfCancellationRequested(); // Ctrl-C in a terminal reaches the program as well as this process.
            throw new PrerequisiteException($"PostgreSQL could not create a data folder in {Folder.Location}; {program} says:\n{created.Output}");
        }

        Directory.Move(Folder.UnfinishedCluster, Folder.Cluster);
    }

    /// <summary>Starts the server, on any free port when none is given.</summary>
    public async Task<int> StartAsync(int? wantedPort, IReadOnlyDictionary<string, string> settings, CancellationToken cancel)
    {
        Folder.ForgetServer();
        Folder.WriteSettings(settings);
        for (var attempt = 1; ; attempt++)
        {
            var port = wantedPort ?? FreePort();
            Folder.EmptyLog();
            await _account.OwnAsync([Folder.LogFile, Folder.SettingsFile], cancel);
            var started = await PgCtlStartAsync(port, cancel);
            if (started.Succeeded)
                return port;
            await StopAsync(); // It may be slow rather than dead.
            cancel.ThrowIfCancellationRequested();
            var log = Folder.EndOfLog();
            var portIsTaken = log.Contains("could not bind") && !log.Contains("Permission denied");
            var memoryIsInUse = log.Contains("is still in use"); // The backends of a killed server may notice a moment later.
            if (attempt < 20 && (memoryIsInUse || (portIsTaken && wantedPort is null)))
            {
                await Task.Delay(memoryIsInUse ? 250 : 0, cancel);
                continue;
            }

            throw new PrerequisiteException(portIsTaken
                ? $"Port {port} of 127.0.0.1 is in use by another program: stop that one, or choose another port."
                : log.Contains("could not bind")
                ? $"The user {_account.Name} may not listen on port {port} of 127.0.0.1: choose a port from 1024 on."
                : log.Length > 0
                    ? $"PostgreSQL could not start; the end of {Folder.LogFile} says:\n{log}"
                    : $"PostgreSQL could not start: {started.Output}");
        }
    }

    public async Task StopAsync()
    {
        if (Folder.ServerIsAlive() && !(await PgCtlAsync("stop", "-m", "fast")).Succeeded && Folder.ServerIsAlive())
        {
            var stopped = await PgCtlAsync("stop", "-m", "immediate");
            if (!stopped.Succeeded && Folder.ServerIsAlive())
                throw new PrerequisiteException($"The PostgreSQL server on {Folder.Location} cannot be stopped: {stopped.Output}");
        }
    }

    private async Task<SystemProgram.Result> PgCtlStartAsync(int port, CancellationToken cancel)
    {
        // Relative names, since pg_ctl hands them to a shell. pg_ctl itself gives the server a session of its own.
        var starting = PgCtlAsync(
            "start", "-l", Path.GetFileName(Folder.LogFile), "-t", "600", "-o",
            $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c config_file={Path.GetFileName(Folder.SettingsFile)}");
        try
        {
            return await starting.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            // The server would outlive a pg_ctl that is killed while it waits. Stopping the server ends the wait.
            while (!starting.IsCompleted)
            {
                await StopAsync();
                await Task.WhenAny(starting, Task.Delay(50, CancellationToken.None));
            }

            await StopAsync();
            throw;
        }
    }

    private Task<SystemProgram.Result> PgCtlAsync(string action, params string[] arguments) => _account.RunAsync(
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
