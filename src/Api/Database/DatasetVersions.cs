using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace Api.Database;

/// <summary><see cref="VersionWatch"/> updates the current version.</summary>
internal sealed class DatasetVersions(DatabaseServers servers)
{
    private const string Sql = "select version, content_hash, loaded_at, counts::text as counts from dataset_versions";

    /// <summary>How long a version counts as confirmed. The watch reads it more often, unless something is wrong.</summary>
    private const int FreshMilliseconds = 5_000;

    /// <summary>The statement is small: a server that takes longer does not answer at all.</summary>
    private const int ReadSeconds = 3;

    /// <summary>A standby may be behind for a moment. If it stays behind for longer, the version is lost.</summary>
    private const int LostMilliseconds = 10_000;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<int, DatasetVersion> _versions = new();
    private volatile DatasetVersion? _current;
    private volatile Task<DatasetVersion>? _reading;
    private long _confirmedAt;
    private volatile bool _isInDoubt;
    private long? _behindSince;
    private int _replacements;

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

    /// <summary>Reads the current version from a server. A certain server cannot be behind, so its version counts even if it is older.</summary>
    public async Task<DatasetVersion> ReadAsync(DbConnection connection, bool isCertain, CancellationToken cancel)
    {
        if (_current is null)
            await SchemaCheck.CheckAsync(connection, cancel);
        var seen = await connection.QuerySingleOrDefaultAsync<DatasetVersion>(new CommandDefinition(
            $"{Sql} order by version desc limit 1", commandTimeout: ReadSeconds, cancellationToken: cancel)) ?? throw new NotLoadedException();
        lock (_lock)
        {
            Volatile.Write(ref _confirmedAt, Environment.TickCount64);
            _isInDoubt = false;
            if (_current is null || seen.Version > _current.Version || seen == _current)
            {
                if (seen != _current)
                    TimesSeen++;
                (_current, _behindSince) = (seen == _current ? _current : seen, null);
            }
            else if (seen.Version == _current.Version || isCertain || IsLost())
            {
                TimesSeen++;
                _replacements++;
                (_current, _behindSince) = (seen, null);
                _versions.Clear();
                Replaced?.Invoke();
            }

            return _current;
        }
    }

    public DatasetVersion? Known(int version) =>
        _current is { } current && current.Version == version ? current : _versions.GetValueOrDefault(version);

    /// <summary>A loaded version never changes. A standby may not have it yet.</summary>
    public async ValueTask<DatasetVersion?> FindAsync(int version, CancellationToken cancel)
    {
        if (Known(version) is { } known)
            return known;
        var replacements = _replacements;
        var found = await FindOnAsync(servers.Reads) ?? (servers.HasStandbys ? await FindOnAsync(servers.Primary) : null);
        lock (_lock)
        {
            // A read that began before the database was replaced must not enter the cache.
            return found is null || replacements != _replacements ? found : _versions.GetOrAdd(version, found);
        }

        async Task<DatasetVersion?> FindOnAsync(NpgsqlDataSource source)
        {
            await using var connection = await source.OpenConnectionAsync(cancel);
            return await connection.QuerySingleOrDefaultAsync<DatasetVersion>(
                new CommandDefinition($"{Sql} where version = @version", new { version }, cancellationToken: cancel));
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
        await using var connection = await servers.Reads.OpenConnectionAsync(CancellationToken.None);
        return await ReadAsync(connection, isCertain: !servers.HasStandbys, CancellationToken.None);
    }

    private bool IsLost()
    {
        var now = Environment.TickCount64;
        _behindSince ??= now;
        return now - _behindSince > LostMilliseconds;
    }
}
