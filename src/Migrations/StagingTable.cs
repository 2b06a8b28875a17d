using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Dataset;
using Npgsql;
using NpgsqlTypes;

namespace Migrations;

/// <summary>
/// A temporary table that holds a resource's records as the seeds have them, so that PostgreSQL itself finds what differs
/// from the version that stands. It is gone with the transaction.
/// </summary>
internal static class StagingTable
{
    private const int RowsBetweenReports = 50_000;

    /// <summary>Copies the records in, in the order of their ids, and adds the hash of each to the content's.</summary>
    public static async Task FillAsync(
        NpgsqlConnection connection, ResourceType resource, IReadOnlyList<Entry> entries, IncrementalHash contentHash, TextWriter log, CancellationToken cancel)
    {
        var columns = Column.Of(resource);
        var names = string.Join(", ", columns.Select(column => column.Name));
        await connection.ExecuteAsync(
            $"create temporary table staged_{resource.Table} on commit drop as select {names}, hash from {resource.Table} with no data");
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy staged_{resource.Table} ({names}, hash) from stdin (format binary)", cancel);
        copy.Timeout = TimeSpan.Zero;
        var clock = Stopwatch.StartNew();
        var written = 0;
        foreach (var entry in entries.OrderBy(entry => entry.Id, StringComparer.Ordinal))
        {
            var values = columns.Select(column => column.Value(entry)).ToArray();
            var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(values));
            contentHash.AppendData(hash);
            await copy.StartRowAsync(cancel);
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] is { } value)
                    await copy.WriteAsync(value, columns[i].Type, cancel);
                else
                    await copy.WriteNullAsync(cancel);
            }

            await copy.WriteAsync(hash, NpgsqlDbType.Bytea, cancel);
            if (++written % RowsBetweenReports == 0)
                await log.WriteLineAsync($"{resource.Name}: {written:N0} of {entries.Count:N0} records, {written / clock.Elapsed.TotalSeconds:N0} per second");
        }

        await copy.CompleteAsync(cancel);
        await log.WriteLineAsync($"{resource.Name}: {entries.Count:N0} records");
    }

    /// <summary>Closes the revisions that changed or are gone, then opens the new ones.</summary>
    /// <remarks>Two statements, since only one revision of an id may stand: within one, PostgreSQL might open before it closes.</remarks>
    public static async Task<(long Inserted, long Closed, long Removed)> MergeAsync(
        NpgsqlConnection connection, ResourceType resource, int version, CancellationToken cancel)
    {
        var table = resource.Table;
        var names = string.Join(", ", Column.Of(resource).Select(column => column.Name));
        var (closed, removed) = await connection.QuerySingleAsync<(long, long)>(Command($"""
            with closed as (
              update {table} t set until = @version
              where until is null
                and not exists (select from staged_{table} s where s.id = t.id and s.hash = t.hash)
              returning id
            )
            select count(*), count(*) filter (where id not in (select id from staged_{table})) from closed
            """));
        var inserted = await connection.ExecuteAsync(Command($"""
            insert into {table} ({names}, hash, since)
            select {names}, hash, @version from staged_{table} s
            where not exists (select from {table} t where t.id = s.id and t.until is null)
            """));
        return (inserted, closed, removed);

        CommandDefinition Command(string sql) => new(sql, new { version }, commandTimeout: 0, cancellationToken: cancel);
    }
}
