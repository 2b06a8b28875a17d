using System.Diagnostics;
using Benchmarks.Reporting;
using Benchmarks.Running;
using Dataset;
using Npgsql;

namespace Benchmarks.Measuring;

/// <summary>Measures the loads of the migration program: the first load against COPY of the same rows, and a load with few changes.</summary>
internal sealed class LoadMeasurement(BenchmarkDatabase database, Workspace workspace)
{
    private const string Loaded = "benchmark_loaded";
    private const string Copied = "benchmark_copied";

    /// <summary>Both results, from one full load.</summary>
    public async Task<(BulkResult Full, BulkResult Incremental)> CompareAsync(int records, CancellationToken cancel)
    {
        try
        {
            await database.DropAsync(Loaded);
            await database.DropAsync(Copied);
            var owner = await database.EnsureAsync(Loaded, cancel);
            var full = await LoadAsync(owner, database.Seeds, cancel);
            var tables = await TablesAsync(owner, cancel);
            var megabytes = await WriteRowsAsync(owner, tables, cancel);
            var copy = await CopyAsync(await database.EnsureAsync(Copied, cancel), tables, cancel);
            var changed = ChangedSeeds.Write(database.Seeds, workspace.ChangedSeeds, cancel);
            var incremental = await LoadAsync(owner, workspace.ChangedSeeds, cancel);
            return (
                new(Workloads.Load.Name, "COPY of the same rows", records, full with { Megabytes = megabytes }, copy with { Megabytes = megabytes }),
                new(Workloads.Incremental.Name, $"full load ({changed:N0} of {records:N0} changed)", changed, incremental, full));
        }
        finally
        {
            await database.DropAsync(Loaded);
            await database.DropAsync(Copied);
        }
    }

    private async Task<BulkFigures> LoadAsync(string owner, string seeds, CancellationToken cancel)
    {
        var server = ProcessUsage.ProcessorOfTree(database.ServerProcess);
        var clock = Stopwatch.StartNew();
        await using var load = database.StartLoad(owner, seeds);
        var ending = load.SucceedAsync(cancel);
        var (processor, peak) = (0d, 0d);
        while (await Task.WhenAny(ending, Task.Delay(100, cancel)) != ending)
        {
            // The usage of a process is not readable after its end.
            processor = Math.Max(processor, ProcessUsage.Processor(load.Id));
            peak = Math.Max(peak, ProcessUsage.PeakMemory(load.Id));
        }

        await ending;
        return new(clock.Elapsed.TotalSeconds, null, processor, ProcessUsage.ProcessorOfTree(database.ServerProcess) - server, peak);
    }

    /// <summary>The tables that a load fills, each with its written columns. Generated columns are not written.</summary>
    private static async Task<IReadOnlyList<(string Name, string Columns)>> TablesAsync(string owner, CancellationToken cancel)
    {
        await using var connections = NpgsqlDataSource.Create(owner);
        await using var command = connections.CreateCommand("""
            select table_name, string_agg(quote_ident(column_name), ', ' order by ordinal_position)
            from information_schema.columns
            where table_schema = 'public' and table_name = any($1) and is_generated = 'NEVER'
            group by table_name
            order by array_position($1, table_name::text)
            """);
        command.Parameters.AddWithValue(new[] { "dataset_versions", "words" }.Concat(ResourceTypes.All.Select(resource => resource.Table)).ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var tables = new List<(string, string)>();
        while (await rows.ReadAsync(cancel))
            tables.Add((rows.GetString(0), rows.GetString(1)));
        return tables;
    }

    /// <summary>Writes the rows of each table to a file.</summary>
    /// <returns>The size of the files in megabytes.</returns>
    private async Task<double> WriteRowsAsync(string owner, IReadOnlyList<(string Name, string Columns)> tables, CancellationToken cancel)
    {
        await using var connections = NpgsqlDataSource.Create(owner);
        await using var connection = await connections.OpenConnectionAsync(cancel);
        var bytes = 0L;
        foreach (var (name, columns) in tables)
        {
            await using var rows = await connection.BeginRawBinaryCopyAsync($"copy {name} ({columns}) to stdout (format binary)", cancel);
            await using var file = File.Create(Path.Combine(workspace.Rows, name));
            await rows.CopyToAsync(file, cancel);
            bytes += file.Length;
        }

        return bytes / 1e6;
    }

    private async Task<BulkFigures> CopyAsync(string owner, IReadOnlyList<(string Name, string Columns)> tables, CancellationToken cancel)
    {
        await using var connections = NpgsqlDataSource.Create(owner);
        await using var connection = await connections.OpenConnectionAsync(cancel);
        var server = ProcessUsage.ProcessorOfTree(database.ServerProcess);
        var clock = Stopwatch.StartNew();
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        foreach (var (name, columns) in tables)
        {
            await using var file = File.OpenRead(Path.Combine(workspace.Rows, name));
            await using var rows = await connection.BeginRawBinaryCopyAsync($"copy {name} ({columns}) from stdin (format binary)", cancel);
            await file.CopyToAsync(rows, cancel);
        }

        await transaction.CommitAsync(cancel);
        return new(clock.Elapsed.TotalSeconds, null, null, ProcessUsage.ProcessorOfTree(database.ServerProcess) - server, null);
    }
}
