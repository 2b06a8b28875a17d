using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Dataset;
using Npgsql;

namespace Migrations;

/// <summary>What a load did.</summary>
/// <param name="Version">The version that stands now.</param>
/// <param name="Changed">Whether this load made it; false when the content was the same already.</param>
/// <param name="Added">Records that are new.</param>
/// <param name="Revised">Records whose content changed.</param>
/// <param name="Removed">Records that are gone.</param>
public sealed record LoadResult(int Version, bool Changed, long Added, long Revised, long Removed);

/// <summary>Makes the seeds the next version of the dataset, in one transaction, or finds that nothing changed.</summary>
public static class Loader
{
    /// <summary>Any number, as long as no one else takes it: who holds this lock may write the dataset.</summary>
    private const long LoadLock = 7_202_202_002;

    /// <summary>Loads a valid set of seeds. Readers see the old version until the new one is complete.</summary>
    /// <exception cref="BusyException">Another load is under way.</exception>
    public static async Task<LoadResult> LoadAsync(NpgsqlDataSource database, SeedSet seeds, TextWriter log, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await connection.ExecuteScalarAsync<bool>("select pg_try_advisory_xact_lock(@LoadLock)", new { LoadLock }))
            throw new BusyException();

        var description = JsonSerializer.Serialize(seeds.Description, Column.Json);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(seeds.Description, Column.Json));
        foreach (var (resource, entries) in seeds.Entries)
        {
            await StagingTable.FillAsync(connection, resource, entries, hash, log, cancel);
        }

        var contentHash = Convert.ToHexStringLower(hash.GetHashAndReset());
        var (last, lastHash) = await connection.QuerySingleOrDefaultAsync<(int, string?)>(
            "select version, content_hash from dataset_versions order by version desc limit 1");
        if (contentHash == lastHash)
            return new LoadResult(last, false, 0, 0, 0);

        var version = last + 1;
        var counts = JsonSerializer.Serialize(seeds.Entries.ToDictionary(pair => pair.Key.Name, pair => pair.Value.Count));
        await connection.ExecuteAsync("""
            insert into dataset_versions (version, content_hash, description, counts)
            values (@version, @contentHash, @description::jsonb, @counts::jsonb)
            """, new { version, contentHash, description, counts });
        var result = new LoadResult(version, true, 0, 0, 0);
        foreach (var resource in seeds.Entries.Keys)
        {
            var (inserted, closed, removed) = await StagingTable.MergeAsync(connection, resource, version, cancel);
            await WordList.ExtendAsync(connection, resource, version, cancel);
            var revised = closed - removed;
            result = result with
            {
                Added = result.Added + inserted - revised,
                Revised = result.Revised + revised,
                Removed = result.Removed + removed,
            };
        }

        await transaction.CommitAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition(
            $"analyze {string.Join(", ", seeds.Entries.Keys.Select(resource => resource.Table))}", commandTimeout: 0, cancellationToken: cancel));
        return result;
    }
}
