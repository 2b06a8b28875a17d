using System.Diagnostics;
using Api.Formats;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Listing.Sql;
using Api.Resources;
using AppHost;
using Benchmarks.Reporting;
using Benchmarks.Running;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Benchmarks.Measuring;

/// <summary>Measures tables of all records, one resource after the other, against COPY of the same query by psql.</summary>
internal sealed class ExportMeasurement(Settings settings, BenchmarkDatabase database)
{
    private static readonly Resource[] Resources = [.. Registry.All.Where(resource => resource.Type.HoldsRelations)];

    public async Task<BulkResult> CompareAsync(ExportWorkload workload, WebProcess service, CancellationToken cancel)
    {
        var (ours, theirs) = (new List<BulkFigures>(), new List<BulkFigures>());
        var psql = (await PostgresBinaries.FindAsync(cancel: cancel))["psql"];
        await ExportAsync(service, workload.Format, cancel);
        for (var round = 0; round < settings.Rounds; round++)
        {
            ours.Add(await ExportAsync(service, workload.Format, cancel));
            theirs.Add(await CopyAsync(psql, cancel));
        }

        return new(workload.Name, "psql COPY … TO STDOUT WITH CSV", settings.Records, Bulk.MedianOf(ours), Bulk.MedianOf(theirs));
    }

    private async Task<BulkFigures> ExportAsync(WebProcess service, string format, CancellationToken cancel)
    {
        ProcessUsage.ForgetPeak(service.Id);
        var memory = ProcessUsage.Memory(service.Id);
        var (processor, server) = (ProcessUsage.Processor(service.Id), ProcessUsage.ProcessorOfTree(database.ServerProcess));
        var clock = Stopwatch.StartNew();
        var bytes = 0L;
        foreach (var resource in Resources)
        {
            using var answer = await service.Client.GetAsync($"/v1/{resource.Name}.{format}", HttpCompletionOption.ResponseHeadersRead, cancel);
            answer.EnsureSuccessStatusCode();
            bytes += await Bulk.DrainAsync(await answer.Content.ReadAsStreamAsync(cancel), cancel);
        }

        return new(
            clock.Elapsed.TotalSeconds, bytes / 1e6, ProcessUsage.Processor(service.Id) - processor,
            ProcessUsage.ProcessorOfTree(database.ServerProcess) - server, ProcessUsage.PeakMemory(service.Id) - memory);
    }

    private async Task<BulkFigures> CopyAsync(string psql, CancellationToken cancel)
    {
        var server = ProcessUsage.ProcessorOfTree(database.ServerProcess);
        var connection = new NpgsqlConnectionStringBuilder(database.Reader);
        var environment = new Dictionary<string, string>
        {
            ["PGHOST"] = connection.Host!,
            ["PGPORT"] = $"{connection.Port}",
            ["PGUSER"] = connection.Username!,
            ["PGDATABASE"] = connection.Database!,
            ["PGPASSWORD"] = connection.Password!,
        };
        string[] arguments =
        [
            "-X", "-q",
            .. Resources.SelectMany(resource => new[] { "-c", $"copy ({QueryOf(resource)}) to stdout with csv header" }),
        ];
        var clock = Stopwatch.StartNew();
        await using var copy = ChildProcess.Start(psql, arguments, environment, asBytes: true);
        var bytes = await Bulk.DrainAsync(copy.Bytes, cancel);
        await copy.SucceedAsync(cancel);
        return new(clock.Elapsed.TotalSeconds, bytes / 1e6, null, ProcessUsage.ProcessorOfTree(database.ServerProcess) - server, null);
    }

    /// <summary>The query whose rows the service writes as CSV.</summary>
    private static string QueryOf(Resource resource)
    {
        var query = RequestParser.Parse(QueryString.Empty, resource, RequestKind.Table, "csv", AnyReferences.Ids, AnyReferences.Key);
        return SqlBuilder.Table(query, 1, new CsvFormat().Column).Text;
    }
}
