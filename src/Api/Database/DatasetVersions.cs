using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Dapper;
using Npgsql;

namespace Api.Database;

/// <summary><see cref="VersionWatch"/> updates the current version.</summary>
internal sealed class DatasetVersions
{
    private const string Sql = "select version, content_hash, loaded_at, counts::text as counts from dataset_versions";

    /// <summary>How long a version counts as confirmed. The watch reads it more often, unless something is wrong.</summary>
    private const int FreshMilliseconds = 5_000;

    /// <summary>The statement is small: a server that takes longer does not answer at all.</summary>
    private const int ReadSeconds = 3;

    /// <summary>A standby may be behind for a moment. If it stays behind for longer, the version is lost.</summary>
    private const int LostMilliseconds = 10_000;

    private readonly DatabaseServers _servers;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<int, DatasetVersion> _versions = new();
    private volatile DatasetVersion? _current;
    private volatile Task<DatasetVersion>? _reading;
    private long _confirmedAt;
    private volatile bool _isInDoubt;
    private long? _behindSince;

    public DatasetVersions(DatabaseServers servers)
    {
        _servers = servers;
        servers.Connected = CompareAsync;
    }

    /// <summary>The database was replaced or reset: everything that was read from it is invalid.</summary>
    public event Action? Replaced;

    /// <summary>Null until it was read.</summary>
    public DatasetVersion? Current => _current;

    /// <summary>How often the current version changed.</summary>
    public int TimesSeen { get; private set; }

    /// <summary>The seconds since the database last confirmed the version; null while it is confirmed.</summary>
    public long? SecondsUnconfirmed => _current is not null && (_isInDoubt || Age >= FreshMilliseconds) ? Age / 1000 : null;

    private long Age => Environment.TickCount64 - Volatile.Read(ref _confirmedAt);

    /// <summary>The watch got no answer, so the current version may be outdated.</summary>
    public void Doubt() => _isInDoubt = true;

    /// <summary>The current version, or the last one seen while the database does not answer.</summary>
    public ValueTask<DatasetVersion> CurrentAsync(CancellationToken cancel) => _current is { } current ? new(current) : new(ReadAsync(cancel));

    /// <summary>The current version, confirmed by the database within so many milliseconds, or read now.</summary>
    public ValueTask<DatasetVersion> ConfirmedAsync(CancellationToken cancel) =>
        _current is { } current && SecondsUnconfirmed is null ? new(current) : new(ReadAsync(cancel));

    /// <summary>
    /// Reads the current version from a server, and compares all versions seen before with what is there: a failover may lose one, and the next load
    /// takes its number. A certain server cannot be behind, so what is there counts at once.
    /// </summary>
    public async Task<DatasetVersion> ReadAsync(DbConnection connection, bool isCertain, CancellationToken cancel)
    {
        if (_current is null)
            await SchemaCheck.CheckAsync(connection, cancel);
        var lineage = _servers.Lineage;
        var known = _versions.Values.Append(_current).OfType<DatasetVersion>().ToArray();
        var there = (await connection.QueryAsync<DatasetVersion>(new CommandDefinition(
            $"{Sql} where version = any(@known) or version = (select max(version) from dataset_versions)",
            new { known = known.Select(version => version.Version).ToArray() }, commandTimeout: ReadSeconds, cancellationToken: cancel)))
            .Select(version => version with { Lineage = lineage }).ToArray();
        var seen = there.MaxBy(version => version.Version) ?? throw new NotLoadedException();
        lock (_lock)
        {
            if (lineage != _servers.Lineage)
                return _current!; // The read began before the database was replaced.
            Volatile.Write(ref _confirmedAt, Environment.TickCount64);
            _isInDoubt = false;
            if (known.All(there.Contains))
            {
                _behindSince = null;
                if (_current is null || seen.Version > _current.Version)
                    (_current, TimesSeen) = (seen, TimesSeen + 1);
            }
            else if (isCertain || IsLost())
            {
                _servers.Replace();
                _versions.Clear();
                (_current, _behindSince, TimesSeen) = (seen with { Lineage = _servers.Lineage }, null, TimesSeen + 1);
                Replaced?.Invoke();
            }

            return _current!;
        }
    }

    public DatasetVersion? Known(int version) =>
        _current is { } current && current.Version == version ? current : _versions.GetValueOrDefault(version);

    /// <summary>A loaded version never changes. A standby may lack it, or have another of that number, so that the primary is asked first.</summary>
    public async ValueTask<DatasetVersion?> FindAsync(int version, CancellationToken cancel)
    {
        if (Known(version) is { } known)
            return known;
        var lineage = _servers.Lineage;
        var found = await FindOnAsync(_servers.HasStandbys ? _servers.Primary : _servers.Reads);
        if (found is null)
            return null;
        found = found with { Lineage = lineage };
        lock (_lock)
        {
            // A read that began before the database was replaced must not enter the cache.
            return lineage != _servers.Lineage ? found : _versions.GetOrAdd(version, found);
        }

        async Task<DatasetVersion?> FindOnAsync(NpgsqlDataSource source)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancel);
                return await connection.QuerySingleOrDefaultAsync<DatasetVersion>(
                    new CommandDefinition($"{Sql} where version = @version", new { version }, cancellationToken: cancel));
            }
            catch (NpgsqlException) when (source != _servers.Reads)
            {
                return await FindOnAsync(_servers.Reads);
            }
        }
    }

    /// <summary>Concurrent requests share one read.</summary>
    private async Task<DatasetVersion> ReadAsync(CancellationToken cancel)
    {
        Task<DatasetVersion> reading;
        lock (_lock)
            reading = _reading is { IsCompleted: false } underWay ? underWay : _reading = Task.Run(ReadOnceAsync, CancellationToken.None);
        return await reading.WaitAsync(cancel);
    }

    private async Task<DatasetVersion> ReadOnceAsync()
    {
        await using var connection = await _servers.Reads.OpenConnectionAsync(CancellationToken.None);
        return await ReadAsync(connection, isCertain: !_servers.HasStandbys, CancellationToken.None);
    }

    /// <summary>A new connection may lead to another database than those before, and a request must not read that as the old one.</summary>
    private async Task CompareAsync(NpgsqlConnection connection)
    {
        if (_current is null)
            return;
        Activity.Current = null; // It is not a part of the request that needs the connection.
        await ReadAsync(connection, isCertain: true, CancellationToken.None);
    }

    private bool IsLost()
    {
        var now = Environment.TickCount64;
        _behindSince ??= now;
        return now - _behindSince > LostMilliseconds;
    }
}
