using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Dapper;
using Npgsql;

namespace Api.Database;

/// <summary>
/// Where the dataset is read from: one server, or a primary with standbys, which are preferred and take turns. A standby may be
/// behind, so that a connection for a version is one to a server that has it.
/// </summary>
internal sealed class DatabaseServers : IAsyncDisposable
{
    private const int TrustMilliseconds = 30_000;

    private readonly NpgsqlMultiHostDataSource? _hosts;
    private readonly ConcurrentDictionary<(string?, int), (int Version, long At)> _reached = new();

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
            Reads = builder.Build(); // With several hosts Npgsql remembers which are down, and would be slow to see that the only one is back.
            Primary = Builder(new NpgsqlConnectionStringBuilder(settings.ConnectionString) { MaxPoolSize = 1, MinPoolSize = 0 }).Build(); // Who waits for notices takes no connection from the reads.
        }
    }

    /// <summary>The servers, standbys before the primary.</summary>
    public NpgsqlDataSource Reads { get; }

    /// <summary>The server that is written to, by connections of its own. Only it tells of new versions.</summary>
    public NpgsqlDataSource Primary { get; }

    /// <summary>Whether there are several servers.</summary>
    public bool HasStandbys => _hosts is not null;

    /// <summary>Reads the connection string, and sets what it leaves open.</summary>
    /// <param name="connection">The connection string. Several hosts are separated by commas.</param>
    /// <param name="answerSeconds">The time for an answer, within which a server that does not answer must have failed.</param>
    /// <exception cref="SettingException">There is none, it cannot be read, or it names no host.</exception>
    public static DatabaseServers Create(string? connection, int answerSeconds)
    {
        const string Variable = "ConnectionStrings__Dataset";
        if (string.IsNullOrWhiteSpace(connection))
            throw new SettingException($"No database is configured. Set {Variable} to the connection string of a role that may read the dataset.");
        var settings = Parse(connection, Variable);
        if (string.IsNullOrWhiteSpace(settings.Host))
            throw new SettingException($"{Variable} names no host.");
        Default("Maximum Pool Size", () => settings.MaxPoolSize = 20); // More than two cores need: a burst waits here, and leaves the server's slots to others.
        Default("Max Auto Prepare", () => settings.MaxAutoPrepare = 100); // The same few statements recur, and planning costs more than running them.
        Default("No Reset On Close", () => settings.NoResetOnClose = true); // No session is changed for longer than its transaction, and a reset costs as much as a record.
        // A server that does not answer is first abandoned and then asked to cancel, which may take as long as connecting: all within the time for an answer.
        Default("Timeout", () => settings.Timeout = Math.Max(1, answerSeconds / 6));
        Default("Command Timeout", () => settings.CommandTimeout = Math.Max(1, answerSeconds * 2 / 3));
        Default("Load Balance Hosts", () => settings.LoadBalanceHosts = true);
        Default("Host Recheck Seconds", () => settings.HostRecheckSeconds = 2); // A server that is back is used again soon.
        ProvideThreads(settings.MaxPoolSize * settings.Host.Split(',').Length);
        return new DatabaseServers(settings);

        void Default(string keyword, Action set)
        {
            if (!settings.ShouldSerialize(keyword))
                set();
        }
    }

    /// <summary>Opens a connection to a server that has the version.</summary>
    /// <exception cref="VersionNotHereException">None has.</exception>
    public async Task<NpgsqlConnection> OpenAsync(DatasetVersion version, CancellationToken cancel)
    {
        if (!HasStandbys)
            return await Reads.OpenConnectionAsync(cancel);
        return await ReachedAsync(Reads) ?? await ReachedAsync(Primary) ?? throw new VersionNotHereException(version.Version);

        async Task<NpgsqlConnection?> ReachedAsync(NpgsqlDataSource servers)
        {
            var connection = await servers.OpenConnectionAsync(cancel);
            var isThere = false;
            try
            {
                isThere = await HasReachedAsync(connection, version.Version, cancel);
                return isThere ? connection : null;
            }
            finally
            {
                if (!isThere)
                    await connection.DisposeAsync();
            }
        }
    }

    /// <summary>Whether the server went away, or sent the connection away, so that another connection may do better.</summary>
    public static bool HasLeft(Exception? failure) => failure switch
    {
        null => false,
        PostgresException told => told.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow,
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
    /// The driver blocks a thread for each connection on which it waits for a cancellation (npgsql/npgsql#3277), on all at once where the
    /// server is frozen. One thread for each lets the pool serve everything else at once, instead of after the pause before each thread it adds.
    /// </summary>
    private static void ProvideThreads(int connections)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + connections), ports);
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

    /// <summary>What no request asked for, such as the version every two seconds, is no trace.</summary>
    private static NpgsqlDataSourceBuilder Builder(NpgsqlConnectionStringBuilder settings) => new NpgsqlDataSourceBuilder(settings.ConnectionString)
        .ConfigureTracing(tracing => tracing.ConfigureCommandFilter(_ => Activity.Current is not null));

    /// <summary>Asks a server once for each version, and again after a while: it may have been set up anew.</summary>
    private async ValueTask<bool> HasReachedAsync(NpgsqlConnection connection, int version, CancellationToken cancel)
    {
        var server = (connection.Host, connection.Port);
        var now = Environment.TickCount64;
        if (_reached.TryGetValue(server, out var reached) && reached.Version >= version && now - reached.At < TrustMilliseconds)
            return true;
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from dataset_versions where version = @version)", new { version }, cancellationToken: cancel)))
            return false;
        _reached[server] = (version, now);
        return true;
    }
}
