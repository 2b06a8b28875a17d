using System.Collections.Concurrent;
using System.Data.Common;
using Api.Http;
using Dapper;
using Npgsql;

namespace Api.Database;

/// <summary>A version of the dataset.</summary>
/// <param name="Version">Its number.</param>
/// <param name="ContentHash">SHA-256 of its content.</param>
/// <param name="LoadedAt">When it was loaded, in UTC.</param>
internal sealed record DatasetVersion(int Version, string ContentHash, DateTime LoadedAt);

/// <summary>The database holds no version yet: the migrations or the first load are still to be run.</summary>
internal sealed class NotLoadedException() : Exception("The database holds no dataset yet. Run the migrations: `up`, then `load`.");

/// <summary>Which versions there are, and what may be referred to. <see cref="VersionWatch"/> keeps it up to date.</summary>
internal sealed class DatasetVersions(DatabaseServers database)
{
    /// <summary>For so long a version is taken for confirmed: the watch asks more often, unless something is wrong.</summary>
    private const int FreshMilliseconds = 5_000;

    /// <summary>The question is a small one: a server that takes longer for it does not answer at all.</summary>
    private const int AskSeconds = 3;

    /// <summary>A standby may be behind for a moment; what is behind for longer has lost the version.</summary>
    private const int LostMilliseconds = 10_000;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<int, DatasetVersion> _versions = new();
    private volatile DatasetVersion? _current;
    private volatile ReferenceIds? _known;
    private long _confirmedAt;
    private volatile bool _isInDoubt;
    private long? _behindSince;

    /// <summary>The database is another one than before, or was set back: nothing that was read of it holds any more.</summary>
    public event Action? Replaced;

    /// <summary>The current version as it was last seen; null as long as none was.</summary>
    public int? LastSeen => _current?.Version;

    /// <summary>How often a version was seen that was not the one before.</summary>
    public int TimesSeen { get; private set; }

    /// <summary>The seconds since the database last confirmed the version, when it no longer does; null as long as it does.</summary>
    public long? SecondsUnconfirmed
    {
        get
        {
            var age = Environment.TickCount64 - Volatile.Read(ref _confirmedAt);
            return _current is not null && (_isInDoubt || age >= FreshMilliseconds) ? age / 1000 : null;
        }
    }

    /// <summary>The database does not answer who watches the version: what was seen last may no longer hold.</summary>
    public void Doubt() => _isInDoubt = true;

    /// <summary>The version that stands now, or the one last seen while the database cannot be asked: what is in memory is answered then.</summary>
    /// <exception cref="NotLoadedException">There is none.</exception>
    /// <exception cref="SchemaBehindException">The database is older than this program.</exception>
    public ValueTask<DatasetVersion> CurrentAsync(CancellationToken cancel) => _current is { } current ? new(current) : new(AskAsync(cancel));

    /// <summary>The version that stands now, confirmed by the database a moment ago or asked of it.</summary>
    /// <exception cref="NotLoadedException">There is none.</exception>
    /// <exception cref="SchemaBehindException">The database is older than this program.</exception>
    public ValueTask<DatasetVersion> ConfirmedAsync(CancellationToken cancel) =>
        _current is { } current && SecondsUnconfirmed is null ? new(current) : new(AskAsync(cancel));

    /// <summary>The version that stands now, asked of the database in any case.</summary>
    /// <exception cref="NotLoadedException">There is none.</exception>
    /// <exception cref="SchemaBehindException">The database is older than this program.</exception>
    public async Task<DatasetVersion> AskAsync(CancellationToken cancel)
    {
        await using var connection = await database.Reads.OpenConnectionAsync(cancel);
        return await AskAsync(connection, isCertain: !database.HasStandbys, cancel);
    }

    /// <summary>The same, asked of one server.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="isCertain">Whether the server cannot be behind.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="NotLoadedException">There is none.</exception>
    /// <exception cref="SchemaBehindException">The database is older than this program.</exception>
    public async Task<DatasetVersion> AskAsync(DbConnection connection, bool isCertain, CancellationToken cancel)
    {
        if (_current is null)
            await SchemaCheck.CheckAsync(connection, cancel);
        var seen = await connection.QuerySingleOrDefaultAsync<DatasetVersion>(new CommandDefinition(
            "select version, content_hash, loaded_at from dataset_versions order by version desc limit 1", commandTimeout: AskSeconds, cancellationToken: cancel))
            ?? throw new NotLoadedException();
        lock (_lock)
        {
            Volatile.Write(ref _confirmedAt, Environment.TickCount64);
            _isInDoubt = false;
            if (_current is null || seen.Version > _current.Version || seen == _current)
            {
                if (seen != _current)
                    TimesSeen++;
                (_current, _behindSince) = (seen, null);
            }
            else if (seen.Version == _current.Version || isCertain || IsLost())
            {
                TimesSeen++;
                (_current, _known, _behindSince) = (seen, null, null);
                _versions.Clear();
                Replaced?.Invoke();
            }

            return _current;
        }
    }

    /// <summary>A version by its number; a version, once loaded, never changes. A standby may not have it yet.</summary>
    public async Task<DatasetVersion?> FindAsync(int version, CancellationToken cancel)
    {
        if (_current is { } current && current.Version == version)
            return current;
        if (_versions.TryGetValue(version, out var cached))
            return cached;
        var found = await FindOnAsync(database.Reads) ?? (database.HasStandbys ? await FindOnAsync(database.Primary) : null);
        return found is null ? null : _versions.GetOrAdd(version, found);

        async Task<DatasetVersion?> FindOnAsync(NpgsqlDataSource servers)
        {
            await using var connection = await servers.OpenConnectionAsync(cancel);
            return await connection.QuerySingleOrDefaultAsync<DatasetVersion>(new CommandDefinition(
                "select version, content_hash, loaded_at from dataset_versions where version = @version", new { version }, cancellationToken: cancel));
        }
    }

    /// <summary>The version asked for, or the current one when none is.</summary>
    /// <exception cref="BadRequestException">There is no such version.</exception>
    public async ValueTask<DatasetVersion> FindOrCurrentAsync(int? asked, CancellationToken cancel)
    {
        var current = await CurrentAsync(cancel);
        return asked is null || asked == current.Version ? current
            : await FindAsync(asked.Value, cancel)
            ?? throw new BadRequestException([new("dataset_version", ErrorCode.UnknownVersion, $"There is no version {asked}; they are 1 to {current.Version}.")]);
    }

    /// <summary>What any version up to the current one lets records refer to, and the key of cursors: read once for each version.</summary>
    public async ValueTask<ReferenceIds> ReferenceIdsAsync(DatasetVersion current, CancellationToken cancel)
    {
        if (_known is { } known && known.Version == current.Version)
            return known;
        await using var connection = await database.OpenAsync(current, cancel);
        async Task<IReadOnlySet<string>> Ids(string table) => (await connection.QueryAsync<string>(
            new CommandDefinition($"select distinct id from {table}", cancellationToken: cancel))).ToHashSet(StringComparer.Ordinal);
        return _known = new ReferenceIds(current.Version, await Ids("countries"), await Ids("people"), await Ids("sources"),
            await connection.QuerySingleAsync<byte[]>(new CommandDefinition("select cursor_key from installation", cancellationToken: cancel)));
    }

    private bool IsLost()
    {
        var now = Environment.TickCount64;
        _behindSince ??= now;
        return now - _behindSince > LostMilliseconds;
    }
}
