using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Dapper;
using Npgsql;

namespace Api.Database;

/// <summary>One server, or a primary with standbys, which are preferred and take turns. A version is read from a server that has it.</summary>
internal sealed class DatabaseServers : IAsyncDisposable
{
    private const int TrustMilliseconds = 30_000;

    private readonly NpgsqlMultiHostDataSource? _hosts;
    private readonly ConcurrentDictionary<(string?, int), (DatasetVersion Version, long At)> _reached = new();
    private volatile int _lineage;

    private DatabaseServers(NpgsqlConnectionStringBuilder settings)
    {
        var builder = Builder(settings);
        if (settings.Host!.Contains(','))
        {
            _hosts = builder.BuildMultiHost();
            Reads = _hosts.WithTargetSession(TargetSessionAttributes.PreferStandby);
            Primary = _hosts.WithTargetSession(TargetSessionAttributes.Primary);
        }
        else
        {
            // A multi-host source remembers which hosts are down, and would notice late that the only one is back.
            // The initializer of a blocking open is needed by the driver. Nothing here opens a connection that way.
            Reads = builder.UsePhysicalConnectionInitializer(_ => { }, connection => Connected(connection)).Build();
            // The connection that waits for notices does not count against those for reads.
            Primary = Builder(new NpgsqlConnectionStringBuilder(settings.ConnectionString) { MaxPoolSize = 1, MinPoolSize = 0 }).Build();
        }
    }

    public NpgsqlDataSource Reads { get; }

    /// <summary>The server that is written to, with a separate pool. Only it sends notices of new versions.</summary>
    public NpgsqlDataSource Primary { get; }

    public bool HasStandbys => _hosts is not null;

    /// <summary>How often the database was replaced by another.</summary>
    public int Lineage => _lineage;

    /// <summary>Looks at each new connection of a single server before it is used.</summary>
    public Func<NpgsqlConnection, Task> Connected { get; set; } = _ => Task.CompletedTask;

    /// <summary>The database was replaced by another: what servers had reached before does not count.</summary>
    public void Replace()
    {
        Interlocked.Increment(ref _lineage);
        _reached.Clear();
    }

    /// <summary>Reads the connection string, and sets defaults. A silent server must fail within the time limit of an answer.</summary>
    /// <exception cref="SettingException">The connection string is missing, invalid, or without a host.</exception>
    public static DatabaseServers Create(string? connection, int answerSeconds)
    {
        const string Variable = "ConnectionStrings__Dataset";
        if (string.IsNullOrWhiteSpace(connection))
            throw new SettingException($"No database is configured. Set {Variable} to the connection string of a role that may read the dataset.");
        var settings = Parse(connection, Variable);
        if (string.IsNullOrWhiteSpace(settings.Host))
            throw new SettingException($"{Variable} does not name a host. Add Host=.");
        // More than two cores need. A burst waits here, and leaves the server's connections to others.
        Default("Maximum Pool Size", () => settings.MaxPoolSize = 20);
        // The same few statements recur, and planning them costs more than running them. The largest take 2 MB each, until
        // their connection ends.
        Default("Max Auto Prepare", () => settings.MaxAutoPrepare = 20);
        Default("Connection Lifetime", () => settings.ConnectionLifetime = 600);
        // No session setting outlives its transaction, and a reset costs as much as reading a record.
        Default("No Reset On Close", () => settings.NoResetOnClose = true);
        // A command that times out is cancelled, which may take as long as connecting: both must fit into the time limit.
        Default("Timeout", () => settings.Timeout = Math.Max(1, answerSeconds / 6));
        Default("Command Timeout", () => settings.CommandTimeout = Math.Max(1, answerSeconds * 2 / 3));
        Default("Load Balance Hosts", () => settings.LoadBalanceHosts = true);
        Default("Host Recheck Seconds", () => settings.HostRecheckSeconds = 2); // A server that is back is soon used.
        ProvideThreads(settings.MaxPoolSize * settings.Host.Split(',').Length);
        return new DatabaseServers(settings);

        void Default(string keyword, Action set)
        {
            if (!settings.ShouldSerialize(keyword))
                set();
        }
    }

    /// <summary>Opens a connection to a server that has the version.</summary>
    /// <exception cref="VersionNotHereException">No server has it.</exception>
    /// <exception cref="ReplacedException">The database was replaced since the version was read.</exception>
    public async Task<NpgsqlConnection> OpenAsync(DatasetVersion version, CancellationToken cancel)
    {
        if (!HasStandbys)
        {
            var only = await Reads.OpenConnectionAsync(cancel);
            if (version.Lineage == Lineage)
                return only;
            await only.DisposeAsync();
            throw new ReplacedException();
        }

        return await ReachedAsync(Reads) ?? await ReachedAsync(Primary) ?? throw new VersionNotHereException(version.Version);

        async Task<NpgsqlConnection?> ReachedAsync(NpgsqlDataSource servers)
        {
            var connection = await servers.OpenConnectionAsync(cancel);
            var isThere = false;
            try
            {
                isThere = await HasReachedAsync(connection, version, cancel);
                return isThere ? connection : null;
            }
            finally
            {
                if (!isThere)
                    await connection.DisposeAsync();
            }
        }
    }

    /// <summary>Whether the server went away or closed the connection, so that another connection may succeed.</summary>
    public static bool HasLeft(Exception? failure) => failure switch
    {
        null => false,
        PostgresException error => error.SqlState
            is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow,
        IOException or SocketException => true,
        _ => HasLeft(failure.InnerException),
    };

    public async ValueTask DisposeAsync()
    {
        await Reads.DisposeAsync();
        await Primary.DisposeAsync();
        if (_hosts is not null)
            await _hosts.DisposeAsync();
    }

    /// <summary>
    /// The driver blocks a thread for each connection that waits for a cancellation (npgsql/npgsql#3277): for all, if the server is frozen. These
    /// threads exist from the beginning and stay (Directory.Build.props), so that everything else is served meanwhile and their number does not grow.
    /// </summary>
    private static void ProvideThreads(int connections)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        var count = Math.Max(workers, Environment.ProcessorCount + connections);
        ThreadPool.SetMinThreads(count, ports);
        var missing = new CountdownEvent(count); // Each waits for the others, so that no thread runs two of them.
        for (var i = 0; i < count; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static missing =>
            {
                missing.Signal();
                missing.Wait(millisecondsTimeout: 1000);
            }, missing, preferLocal: false);
        }
    }

    private static NpgsqlConnectionStringBuilder Parse(string connection, string variable)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connection) { ApplicationName = "Bilateral Relations API" };
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
            throw new SettingException($"{variable} is not a connection string: {failure.Message}", failure);
        }
    }

    /// <summary>Statements outside of requests, such as the version every two seconds, are not traced.</summary>
    private static NpgsqlDataSourceBuilder Builder(NpgsqlConnectionStringBuilder settings) => new NpgsqlDataSourceBuilder(settings.ConnectionString)
        .ConfigureTracing(tracing => tracing.ConfigureCommandFilter(_ => Activity.Current is not null));

    /// <summary>
    /// Looks a version up once per server, and again after a while, because a server may be rebuilt. The same number may be another version there,
    /// if the server did not follow a failover.
    /// </summary>
    private async ValueTask<bool> HasReachedAsync(NpgsqlConnection connection, DatasetVersion version, CancellationToken cancel)
    {
        var server = (connection.Host, connection.Port);
        var now = Environment.TickCount64;
        if (_reached.TryGetValue(server, out var reached)
            && reached.Version.Version >= version.Version && reached.Version.Lineage == version.Lineage
            && now - reached.At < TrustMilliseconds)
            return true;
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from dataset_versions where version = @Version and content_hash = @ContentHash and loaded_at = @LoadedAt)",
            version, cancellationToken: cancel)))
            return false;
        _reached[server] = (version, now);
        return true;
    }
}
