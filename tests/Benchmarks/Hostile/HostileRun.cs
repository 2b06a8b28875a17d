using System.Diagnostics;
using Benchmarks.Running;
using Benchmarks.Measuring;
using Dataset;
using Migrations;
using Npgsql;

namespace Benchmarks.Hostile;

/// <summary>A long run of hostile requests against the published service on hostile datasets.</summary>
internal static class HostileRun
{
    private const int Visitors = 2;
    private const string ReaderPassword = "reader of the hostile run";
    private static readonly TimeSpan BetweenWords = TimeSpan.FromMinutes(1);

    /// <summary>Runs it: most requests go to the largest dataset, and a tenth to each of the others.</summary>
    /// <returns>Whether no answer was wrong.</returns>
    public static async Task<bool> RunAsync(int requests, int seed, CancellationToken cancel)
    {
        using var workspace = new Workspace(kept: null);
        Console.WriteLine("Publishing the service");
        var program = await Publishing.PublishAsync("src/Api", workspace.Programs, cancel);
        await using var server = await TemporaryPostgres.StartAsync(cancel: cancel);
        var isGood = true;
        foreach (var records in HostileSeeds.Sizes)
        {
            var share = records == HostileSeeds.Sizes[^1] ? requests - ((HostileSeeds.Sizes.Count - 1) * (requests / 10)) : requests / 10;
            var connection = await LoadAsync(server, workspace.Seeds(records), records, seed, cancel);
            await using var service = WebProcess.Service(program, connection);
            await service.AnswerAsync("/health/ready", cancel);
            isGood &= await SendAsync(service, records, share, seed, cancel);
        }

        return isGood;
    }

    private static async Task<string> LoadAsync(TemporaryPostgres server, string seeds, int records, int seed, CancellationToken cancel)
    {
        HostileSeeds.Write(seeds, records, seed, cancel);
        var name = $"hostile_{records}";
        await using var owner = NpgsqlDataSource.Create(await server.EnsureDatabaseAsync(name, cancel: cancel));
        await Migrator.UpAsync(owner, Script.All, TextWriter.Null, cancel);
        await Migrator.SetReaderPasswordAsync(owner, ReaderPassword, cancel);
        await Loader.LoadAsync(owner, SeedSet.Read(seeds), TextWriter.Null, cancel);
        return new NpgsqlConnectionStringBuilder(server.ConnectionString(name, Migrator.Reader)) { Password = ReaderPassword }.ConnectionString;
    }

    private static async Task<bool> SendAsync(WebProcess service, int records, int requests, int seed, CancellationToken cancel)
    {
        var (tally, clock) = (new Tally(), Stopwatch.StartNew());
        var visitors = Task.WhenAll(Enumerable.Range(0, Visitors).Select(i =>
            HostileVisitor.RunAsync(service.Client, requests / Visitors, (seed * Visitors) + i, tally, cancel)));
        while (await Task.WhenAny(visitors, Task.Delay(BetweenWords, cancel)) != visitors)
            Report();
        await visitors;
        Report();
        return tally.Failed == 0;

        void Report()
        {
            foreach (var failure in tally.NewFailures())
                Console.WriteLine(failure);
            Console.WriteLine(
                $"{clock.Elapsed:hh\\:mm\\:ss} {records} records, {tally.Answers:N0} answers, {tally.Failed:N0} wrong: {tally.Outcomes}");
        }
    }
}
