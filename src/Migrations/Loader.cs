using System.Data;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Dataset;
using Npgsql;

namespace Migrations;

internal sealed record LoadResult(int Version, bool Changed, long Added, long Revised, long Removed);

/// <summary>Loads the seeds as the next version of the dataset, in one transaction, unless nothing changed.</summary>
internal static class Loader
{
    /// <summary>The share of the last version's entries that a load may retract unasked.</summary>
    public const double MostRetracted = 0.1;

    /// <summary>Loads seeds as they are read. Readers see the old version until the new one is complete. A cancelled load loads nothing.</summary>
    /// <param name="database">The database, as its owner.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="log">Receives the counts and the progress.</param>
    /// <param name="cancel">Ends the load.</param>
    /// <param name="clock">Measures the progress.</param>
    /// <param name="mostRetracted">The share of the last version's entries that this load may retract.</param>
    /// <exception cref="BusyException">Another load is running.</exception>
    /// <exception cref="SeedException">The seeds are not valid, or the database refuses a record; nothing was loaded.</exception>
    /// <exception cref="RetractionException">The seeds lack more entries; nothing was loaded.</exception>
    public static async Task<LoadResult> LoadAsync(
        NpgsqlDataSource database, ISeeds seeds, TextWriter log, CancellationToken cancel, TimeProvider? clock = null, double mostRetracted = 1)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        try
        {
            return await LoadAsync(connection, seeds, log, clock ?? TimeProvider.System, mostRetracted, cancel);
        }
        catch (SeedException) when (connection.State == ConnectionState.Open)
        {
            // The rows of an abandoned first load are invisible and take space. After Ctrl-C this is left to autovacuum: nobody should wait for it.
            if (!await connection.ExecuteScalarAsync<bool>("select exists (select from dataset_versions)"))
                await VacuumAsync(connection, cancel);
            throw;
        }
    }

    private static async Task<LoadResult> LoadAsync(
        NpgsqlConnection connection, ISeeds seeds, TextWriter log, TimeProvider clock, double mostRetracted, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await LockAsync(connection);
        await connection.ExecuteAsync("set local work_mem = '64MB'; set local maintenance_work_mem = '256MB'; set local jit = off");
        await NoticeDeathAsync(connection);

        var progress = new Progress(log, clock);
        var (last, lastHash) = await connection.QuerySingleOrDefaultAsync<(int, string?)>(
            "select version, content_hash from dataset_versions order by version desc limit 1");
        var version = last + 1;
        if (last == 0)
            await BeginAsync(connection, version);
        var current = await SeedHashes.ReadAsync(connection, cancel);
        var tables = ResourceTypes.All.Select(resource => new StagingTable(connection, resource, version, current)).ToList();
        var read = new ReadProgress();
        var reading = seeds.Open(current, read);
        await StageAsync(tables, reading.Entries, read, progress, log, cancel);
        var contentHash = await HashAsync(tables, reading.Description, cancel);
        foreach (var table in tables)
            await table.UpdateSeedHashesAsync(cancel);
        await SeedHashes.SaveContextAsync(connection, reading.Context);
        if (contentHash == lastHash)
        {
            await transaction.CommitAsync(cancel); // Saves the seed hashes.
            return new LoadResult(last, false, 0, 0, 0);
        }

        if (last > 0)
            await BeginAsync(connection, version);
        await connection.ExecuteAsync("""
            update dataset_versions set content_hash = @contentHash, description = @description::jsonb, counts = @counts::jsonb
            where version = @version
            """, new
        {
            version,
            contentHash,
            description = JsonSerializer.Serialize(reading.Description, RecordJson.Options),
            counts = JsonSerializer.Serialize(tables.ToDictionary(table => table.Resource.Name, table => table.Count)),
        });
        var (result, changed) = await MergeAsync(connection, tables, version, progress, cancel);
        var before = tables.Sum(table => table.Count) - result.Added + result.Removed;
        if (result.Removed > mostRetracted * before)
            throw new RetractionException(result.Removed, before);
        await transaction.CommitAsync(cancel);
        if (changed.Count > 0)
        {
            await connection.ExecuteAsync(
                new CommandDefinition($"analyze {string.Join(", ", changed)}", commandTimeout: 0, cancellationToken: cancel));
        }

        return result;
    }

    private static async Task VacuumAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        try
        {
            var tables = string.Join(", ", ResourceTypes.All.Select(resource => resource.Table));
            await connection.ExecuteAsync(new CommandDefinition($"vacuum {tables}", commandTimeout: 0, cancellationToken: cancel));
        }
        catch (OperationCanceledException)
        {
            // The seeds' errors are still reported.
        }
    }

    /// <summary>Locks the row that only one load may hold. The reader could take an advisory lock, and block every load.</summary>
    /// <exception cref="BusyException">Another load holds it.</exception>
    private static async Task LockAsync(NpgsqlConnection connection)
    {
        try
        {
            await connection.ExecuteAsync("select from installation for update nowait");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new BusyException();
        }
    }

    /// <summary>Inserts the version that the records refer to. Its content follows in the same transaction.</summary>
    private static Task<int> BeginAsync(NpgsqlConnection connection, int version) => connection.ExecuteAsync("""
        insert into dataset_versions (version, content_hash, description, counts)
        values (@version, repeat('0', 64), '{}', '{}')
        """, new { version });

    /// <summary>Makes the server notice within a second that this process has ended, also while a statement runs, and free its locks.</summary>
    private static async Task NoticeDeathAsync(NpgsqlConnection connection) => await connection.ExecuteAsync("""
        do $$
        begin
          set local client_connection_check_interval = '1s';
        exception
          when invalid_parameter_value then null; -- Some operating systems cannot report it.
        end
        $$
        """);

    /// <summary>Copies every record into its table. The entries are ordered by resource.</summary>
    private static async Task StageAsync(
        List<StagingTable> tables, IEnumerable<SeedEntry> entries, ReadProgress read, Progress progress, TextWriter log, CancellationToken cancel)
    {
        foreach (var table in tables)
            await table.CreateAsync(cancel);
        StagingTable? open = null;
        try
        {
            long records = 0;
            foreach (var entry in entries)
            {
                if (open?.Resource != entry.Resource)
                {
                    await (open?.CompleteAsync(isAbandoned: false, cancel) ?? Task.CompletedTask);
                    open = tables.Single(table => table.Resource == entry.Resource);
                }

                await open.AddAsync(entry, cancel);
                await progress.ReportAsync($"reading {entry.Resource.Name}", ++records, read.Share);
            }

            await (open?.CompleteAsync(isAbandoned: false, cancel) ?? Task.CompletedTask);
        }
        catch (Exception failure)
        {
            await (open?.CompleteAsync(isAbandoned: true, cancel) ?? Task.CompletedTask);
            ThrowRefusal(open, failure);
            throw;
        }

        foreach (var table in tables)
            await log.WriteLineAsync($"{table.Resource.Name}: {table.Count:N0} records");
    }

    /// <summary>Reports the record that the database refuses as an error of the seeds.</summary>
    private static void ThrowRefusal(StagingTable? table, Exception failure)
    {
        if (failure is PostgresException refusal && table?.RefusalOf(refusal) is { } refused)
            throw refused;
    }

    private static async Task<string> HashAsync(List<StagingTable> tables, DatasetDescription description, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(description, RecordJson.Options));
        foreach (var table in tables)
            await table.AddHashesAsync(hash, cancel);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Writes the differences from the last version.</summary>
    /// <returns>The result, and the tables that need new statistics.</returns>
    private static async Task<(LoadResult Result, List<string> Changed)> MergeAsync(
        NpgsqlConnection connection, List<StagingTable> tables, int version, Progress progress, CancellationToken cancel)
    {
        var (result, changed) = (new LoadResult(version, true, 0, 0, 0), new List<string>());
        foreach (var table in tables)
        {
            progress.Begin();
            var (closed, removed) = await table.CloseAsync(cancel);
            long inserted = 0;
            try
            {
                await foreach (var (count, share) in table.InsertAsync(cancel))
                {
                    inserted += count;
                    await progress.ReportAsync($"storing {table.Resource.Name}", inserted, share);
                }
            }
            catch (PostgresException failure)
            {
                ThrowRefusal(table, failure);
                throw;
            }

            await WordList.ExtendAsync(connection, table, version, cancel);
            var revised = closed - removed;
            result = result with
            {
                Added = result.Added + inserted - revised,
                Revised = result.Revised + revised,
                Removed = result.Removed + removed,
            };
            if ((inserted + closed) * 10 > table.Count)
                changed.Add(table.Resource.Table);
        }

        return (result, changed);
    }
}
