using System.Collections.Concurrent;
using Api.Listing;
using Dapper;
using Npgsql;

namespace Api;

/// <summary>A version of the dataset.</summary>
/// <param name="Version">Its number.</param>
/// <param name="ContentHash">SHA-256 of its content.</param>
/// <param name="LoadedAt">When it was loaded, in UTC.</param>
public sealed record DatasetVersion(int Version, string ContentHash, DateTime LoadedAt);

/// <summary>The database holds no version yet: the migrations or the first load are still to be run.</summary>
public sealed class NotLoadedException() : Exception("The database holds no dataset yet. Run the migrations: `up`, then `load`.");

/// <summary>Which versions there are, and what may be referred to. A new version is seen by the next request.</summary>
public sealed class DatasetVersions(NpgsqlDataSource database)
{
    private readonly ConcurrentDictionary<int, DatasetVersion> _versions = new();
    private KnownIds? _known;

    /// <summary>The current version as it was last seen; null before the first request.</summary>
    public int? LastSeen { get; private set; }

    /// <summary>The version that stands now.</summary>
    /// <exception cref="NotLoadedException">There is none.</exception>
    public async Task<DatasetVersion> CurrentAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var current = await connection.QuerySingleOrDefaultAsync<DatasetVersion>(new CommandDefinition(
            "select version, content_hash, loaded_at from dataset_versions order by version desc limit 1", cancellationToken: cancel))
            ?? throw new NotLoadedException();
        LastSeen = current.Version;
        return current;
    }

    /// <summary>A version by its number; a version, once loaded, never changes.</summary>
    public async Task<DatasetVersion?> FindAsync(int version, CancellationToken cancel)
    {
        if (_versions.TryGetValue(version, out var cached))
            return cached;
        await using var connection = await database.OpenConnectionAsync(cancel);
        var found = await connection.QuerySingleOrDefaultAsync<DatasetVersion>(new CommandDefinition(
            "select version, content_hash, loaded_at from dataset_versions where version = @version", new { version }, cancellationToken: cancel));
        return found is null ? null : _versions.GetOrAdd(version, found);
    }

    /// <summary>The version asked for, or the current one when none is.</summary>
    /// <exception cref="BadRequestException">There is no such version.</exception>
    public async Task<DatasetVersion> FindOrCurrentAsync(int? asked, CancellationToken cancel)
    {
        var current = await CurrentAsync(cancel);
        return asked is null || asked == current.Version ? current
            : await FindAsync(asked.Value, cancel)
            ?? throw new BadRequestException([new("dataset_version", ErrorCode.UnknownVersion, $"There is no version {asked}; they are 1 to {current.Version}.")]);
    }

    /// <summary>What any version up to the current one lets records refer to.</summary>
    public async Task<KnownIds> KnownIdsAsync(DatasetVersion current, CancellationToken cancel)
    {
        if (_known is { } known && known.Version == current.Version)
            return known;
        await using var connection = await database.OpenConnectionAsync(cancel);
        async Task<IReadOnlySet<string>> Ids(string table) => (await connection.QueryAsync<string>(
            new CommandDefinition($"select distinct id from {table}", cancellationToken: cancel))).ToHashSet(StringComparer.Ordinal);
        return _known = new KnownIds(current.Version, await Ids("countries"), await Ids("people"), await Ids("sources"));
    }
}
