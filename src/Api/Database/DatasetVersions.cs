using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace Api.Database;

/// <summary>The versions of the dataset. <see cref="VersionWatch"/> keeps the current one up to date.</summary>
internal sealed class DatasetVersions(DatabaseServers servers)
{
    private const string Sql = "select version, content_hash, loaded_at from dataset_versions";

    /// <summary>A version counts as confirmed for so long: the watch reads it more often, unless something is wrong.</summary>
    private const int FreshMilliseconds = 5_000;

    /// <summary>The statement is small: a server that takes longer for it does not answer at all.</summary>
    private const int ReadSeconds = 3;

    /// <summary>A standby may be behind for a moment. One that is behind for longer has lost the version.</summary>
    private const int LostMilliseconds = 10_000;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<int, DatasetVersion> _versions = new();
    private volatile DatasetVersion? _current;
    private volatile Task<DatasetVersion>? _reading;
    private long _confirmedAt;
    private volatile bool _isInDoubt;
    private long? _behindSince;
    private int _replacements;

    /// <summary>The database was replaced or set back: nothing that was read from it is valid any more.</summary>
    public event Action? Replaced;

    /// <summary>The current version when it was last read; null until then.</summary>
    public DatasetVersion? Current => _current;

    /// <summary>How often a version was seen that differed from the one before.</summary>
    public int TimesSeen { get; private set; }

    /// <summary>The seconds since the database last confirmed the version, once it no longer does; null as long as it does.</summary>
    public long? SecondsUnconfirmed => _current is not null && (_isInDoubt || Age >= FreshMilliseconds) ? Age / 1000 : null;

    private long Age => Environment.TickCount64 - Volatile.Read(ref _confirmedAt);

    /// <summary>The watch gets no answer, so the current version may be another by now.</summary>
    public void Doubt() => _isInDoubt = true;

    /// <summary>The current version, or the last one seen while the database does not answer.</summary>
    /// <exception cref="DatasetUnavailableException">There is none, or the schema is older than this program.</exception>
    public ValueTask<DatasetVersion> CurrentAsync(CancellationToken cancel) => _current is { } current ? new(current) : new(ReadAsync(cancel));

    /// <summary>The current version, which the database confirmed within so many milliseconds or confirms now.</summary>
    /// <exception cref="DatasetUnavailableException">There is none, or the schema is older than this program.</exception>
    public ValueTask<DatasetVersion> ConfirmedAsync(CancellationToken cancel, int withinMilliseconds = FreshMilliseconds) =>
        _current is { } current && !_isInDoubt && Age < withinMilliseconds ? new(current) : new(ReadAsync(cancel));

    /// <summary>Reads the current version from one server.</summary>
    /// <param name="connection">A connection to the server.</param>
    /// <param name="isCertain">Whether the server cannot be behind.</param>
    /// <param name="cancel">Cancels the read.</param>
    /// <exception cref="DatasetUnavailableException">There is none, or the schema is older than this program.</exception>
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

    /// <summary>The version of that number, where it is known without a read.</summary>
    public DatasetVersion? Known(int version) =>
        _current is { } current && current.Version == version ? current : _versions.GetValueOrDefault(version);

    /// <summary>The version of that number, or null. A version never changes once it is loaded. A standby may not have it yet.</summary>
    public async ValueTask<DatasetVersion?> FindAsync(int version, CancellationToken cancel)
    {
        if (Known(version) is { } known)
            return known;
        var replacements = _replacements;
        var found = await FindOnAsync(servers.Reads) ?? (servers.HasStandbys ? await FindOnAsync(servers.Primary) : null);
        lock (_lock)
        {
            // A read that began before the database was replaced is not remembered.
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
