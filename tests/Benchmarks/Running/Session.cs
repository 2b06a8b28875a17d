using System.Text.Json;
using Benchmarks.Measuring;
using Benchmarks.Reporting;

namespace Benchmarks.Running;

/// <summary>A run: its processes and its measurements. All processes end with it.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly Settings _settings;
    private readonly Workspace _workspace;
    private readonly BenchmarkDatabase _database;
    private readonly string _serviceProgram;
    private readonly string _referenceProgram;
    private readonly Results _results;
    private readonly List<WebProcess> _servers = [];
    private string _id = "";

    private Session(Settings settings, Workspace workspace, BenchmarkDatabase database, string service, string reference, Results results) =>
        (_settings, _workspace, _database, _serviceProgram, _referenceProgram, _results) =
            (settings, workspace, database, service, reference, results);

    /// <summary>Runs the wanted measurements.</summary>
    public static async Task<Results> RunAsync(Settings settings, CancellationToken cancel)
    {
        using var workspace = new Workspace(settings.Data);
        Console.WriteLine("Publishing the service, the migrations and the references");
        var service = await Publishing.PublishAsync("src/Api", workspace.Programs, cancel);
        var migrations = await Publishing.PublishAsync("src/Migrations", workspace.Programs, cancel);
        var reference = await Publishing.PublishAsync("tests/Reference", workspace.Programs, cancel);
        await using var database = await BenchmarkDatabase.StartAsync(workspace, migrations, settings.Records, cancel);
        var machine = Machine.This(await database.VersionAsync(cancel));
        await using var session = new Session(
            settings, workspace, database, service, reference, new(DateTime.UtcNow, machine, settings.Records, settings.Seconds, settings.Rounds));
        try
        {
            await session.RunAsync(cancel);
            return session._results;
        }
        finally
        {
            Report.Keep(session._results, settings);
        }
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        var wanted = Workloads.All.Where(workload => _settings.Wants(workload.Name)).ToArray();
        var uncached = await ServeAsync(WebProcess.Service(_serviceProgram, _database.Reader, cacheMegabytes: 0), "/health/ready", cancel);
        _id = await AnIdAsync(uncached, cancel);
        await RunRequestsAsync([.. wanted.OfType<RequestWorkload>()], uncached, cancel);
        await RunExportsAsync([.. wanted.OfType<ExportWorkload>()], uncached, cancel);
        await StopServersAsync();
        if (wanted.Contains(Workloads.StartUp))
            await RunStartUpAsync(cancel);
        if (wanted.Contains(Workloads.Load) || wanted.Contains(Workloads.Incremental))
            await RunLoadsAsync(wanted, cancel);
    }

    private async Task RunRequestsAsync(RequestWorkload[] wanted, WebProcess uncached, CancellationToken cancel)
    {
        var measurement = new RequestMeasurement(_settings, _database.ServerProcess);
        var cached = wanted.Any(workload => workload.Against == Against.Bytes)
            ? await ServeAsync(WebProcess.Service(_serviceProgram, _database.Reader), "/health/ready", cancel) : null;
        var tags = new Dictionary<string, string>();
        foreach (var workload in wanted.Where(workload => workload.Against == Against.Bytes))
        {
            var answer = await Answers.AskAsync(cached!, AddressOf(workload), cancel);
            await Answers.KeepAsync(_workspace.Answers, workload.Name, answer, cancel);
            tags[workload.Name] = answer.EntityTag;
        }

        var bytes = cached is null ? null : await ServeAsync(
            WebProcess.BytesReference(_referenceProgram, _workspace.Answers), $"/{tags.Keys.First()}", cancel);
        var sql = wanted.Any(workload => workload.Against == Against.Sql)
            ? await ServeAsync(WebProcess.SqlReference(_referenceProgram, _database.Reader), Address(_id), cancel) : null;
        foreach (var workload in wanted)
        {
            Announce(workload);
            var address = AddressOf(workload);
            var result = workload.Against switch
            {
                Against.Bytes => await measurement.CompareAsync(
                    workload, "bytes from memory",
                    new(cached!, address, workload.Conditional ? tags[workload.Name] : null),
                    new(bytes!, $"/{workload.Name}", workload.Conditional ? tags[workload.Name] : null), cancel),
                Against.Sql => await CompareWithSqlAsync(measurement, workload, address, uncached, sql!, cancel),
                _ => await measurement.CompareAsync(
                    workload, "first page",
                    new(uncached, await DeepPages.AddressAsync(_database, address, workload.Depth, cancel)), new(uncached, address), cancel),
            };
            _results.Requests.Add(result);
            var ratio = result.Service.Errors + result.Reference.Errors == 0 ? result.Ratio : double.NaN; // Errors are fast, so they meet no bound.
            _results.Judge(workload.Name, "requests/s of the reference's", ratio, workload.LeastRatio, atLeast: true);
            var latencyRatio = result.Service.P99Milliseconds / result.Reference.P99Milliseconds;
            _results.Judge(workload.Name, "p99 of the reference's", latencyRatio, workload.MostLatencyRatio, atLeast: false);
            _results.Judge(workload.Name, "cost of the first page's", 1 / ratio, workload.MostCost, atLeast: false);
        }
    }

    private static async Task<RequestResult> CompareWithSqlAsync(
        RequestMeasurement measurement, RequestWorkload workload, string address, WebProcess service, WebProcess reference, CancellationToken cancel)
    {
        await Answers.MustBeEqualAsync(service, reference, address, cancel);
        return await measurement.CompareAsync(workload, "hand-written API", new(service, address), new(reference, address), cancel);
    }

    private async Task RunExportsAsync(ExportWorkload[] wanted, WebProcess service, CancellationToken cancel)
    {
        var measurement = new ExportMeasurement(_settings, _database);
        var seconds = new Dictionary<string, double>();
        foreach (var workload in wanted)
        {
            Announce(workload);
            var result = await measurement.CompareAsync(workload, service, cancel);
            _results.Bulk.Add(result);
            seconds[workload.Format] = result.Service.Seconds;
            if (workload.Format == "csv")
            {
                var ratio = result.Service.Megabytes / result.Service.Seconds / (result.Reference.Megabytes / result.Reference.Seconds);
                _results.Judge(workload.Name, "MB/s of COPY's", ratio!.Value, 0.6, atLeast: true);
                _results.Judge(workload.Name, "MB of memory growth", result.Service.MemoryMegabytes!.Value, 100, atLeast: false);
            }

            if (workload.Format == "parquet" && seconds.TryGetValue("csv", out var csv))
                _results.Judge(workload.Name, "time of CSV's", result.Service.Seconds / csv, 1, atLeast: false);
        }
    }

    private async Task RunStartUpAsync(CancellationToken cancel)
    {
        Announce(Workloads.StartUp);
        var result = await StartUpMeasurement.CompareAsync(
            Address(_id), _settings.Rounds,
            () => WebProcess.Service(_serviceProgram, _database.Reader),
            () => WebProcess.SqlReference(_referenceProgram, _database.Reader), cancel);
        _results.Bulk.Add(result);
        _results.Judge(Workloads.StartUp.Name, "time of the reference's", 1 / result.Ratio, 1.5, atLeast: false);
    }

    private async Task RunLoadsAsync(Workload[] wanted, CancellationToken cancel)
    {
        Announce(Workloads.Load);
        var (full, incremental) = await new LoadMeasurement(_database, _workspace).CompareAsync(_settings.Records, cancel);
        if (wanted.Contains(Workloads.Load))
        {
            _results.Bulk.Add(full);
            _results.Judge(Workloads.Load.Name, "rows/s of COPY's", full.Ratio, 0.33, atLeast: true);
        }

        if (wanted.Contains(Workloads.Incremental))
            _results.Bulk.Add(incremental);
    }

    private async Task<WebProcess> ServeAsync(WebProcess server, string readyAddress, CancellationToken cancel)
    {
        _servers.Add(server);
        await server.AnswerAsync(readyAddress, cancel);
        return server;
    }

    private string AddressOf(RequestWorkload workload) => workload.Address.Replace("{id}", _id);

    private static string Address(string id) => $"/v1/trade-figures/{id}";

    private static async Task<string> AnIdAsync(WebProcess service, CancellationToken cancel)
    {
        var page = await Answers.AskAsync(service, "/v1/trade-figures?limit=1&fields=id", cancel);
        using var json = JsonDocument.Parse(page.Body);
        return json.RootElement.GetProperty("data")[0].GetProperty("id").GetString()!;
    }

    private static void Announce(Workload workload) => Console.WriteLine($"{workload.Name}: {workload.Description}");

    private async Task StopServersAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        _servers.Clear();
    }

    public async ValueTask DisposeAsync() => await StopServersAsync();
}
