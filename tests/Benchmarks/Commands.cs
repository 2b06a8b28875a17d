using System.CommandLine;
using System.CommandLine.Parsing;
using AppHost;
using Benchmarks.Greedy;
using Benchmarks.Hostile;
using Benchmarks.Micro;
using Benchmarks.Prices;
using Benchmarks.Reporting;
using Benchmarks.Running;
using Benchmarks.Soak;
using Migrations;
using Migrations.Synthetic;
using Npgsql;

namespace Benchmarks;

/// <summary>The program's command line.</summary>
internal static class Commands
{
    private static readonly Option<int> Records = Number(
        "--records", "How many relation records the dataset has.", 1_000_000, 1_000, SyntheticDataset.MostRecords);
    private static readonly Option<int> Seconds = Number("--seconds", "Length of a round of requests.", 5, 1, 600);
    private static readonly Option<int> Rounds = Number("--rounds", "Rounds of each side, of which the median counts.", 3, 1, 99);

    private static readonly Option<string> Only = new("--only")
    {
        Description = "Names of the workloads to run, separated by commas; all when absent.",
        HelpName = "NAME,...",
        Validators = { KnownWorkloads },
    };

    private static readonly Option<string> Output = new("--output")
    {
        Description = "Folder for benchmarks.json and benchmarks.md, and for what `micro` writes.",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "bilateral-relations-benchmarks"),
        Recursive = true,
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder that keeps the database and its seeds for the next run; temporary ones when absent.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Programs = new("--programs")
    {
        Description = "Folder that keeps the published programs for the next run; a temporary one when absent.",
        HelpName = "DIR",
    };

    private static readonly Option<bool> ListOnly = new("--list") { Description = "Lists the workloads and runs none." };
    private static readonly Option<bool> UpdateReadme = new("--update-readme") { Description = "Replaces the report in tests/Benchmarks/README.md." };

    public static RootCommand Root()
    {
        var root = new RootCommand(
            "Measures the published service against references of its own in the same run. tests/Benchmarks/README.md explains the report.")
        {
            Records, Only, Seconds, Rounds, Output, Data, ListOnly, UpdateReadme,
        };
        root.SetAction(RunAsync);
        var micro = new Command("micro", "Measures the hot paths by themselves, with BenchmarkDotNet.");
        micro.SetAction(parsed => MicroBenchmarks.Run(parsed.GetValue(Output)!));
        root.Subcommands.Add(micro);
        root.Subcommands.Add(SoakCommand());
        root.Subcommands.Add(PricesCommand());
        root.Subcommands.Add(FairCommand());
        root.Subcommands.Add(HostileCommand());
        return root;
    }

    private static Command PricesCommand()
    {
        var (records, requests) = (RecordsOrSeeds(), SearchRequests(3_000));
        var seconds = Number("--seconds", "Longest time for the search, and again for repetitions and tables.", 900, 1, 100_000);
        var seed = Number("--seed", "Seed of the random requests.", 1, 0, int.MaxValue);
        var only = new Option<string>("--only") { Description = "Measures pages or tables alone." }.AcceptOnlyFromAmong("pages", "tables");
        var prices = new Command("prices", "Searches for the dearest pages, and lists their processor time and that of the tables.")
        {
            records, requests, seconds, seed, only, Data, Programs,
        };
        prices.SetAction((parsed, cancel) => GuardAsync(async () =>
        {
            var part = parsed.GetValue(only);
            var settings = new PriceSettings(
                Product(parsed, records), new(parsed.GetValue(requests), parsed.GetValue(seconds), parsed.GetValue(seed)),
                part is null or "pages", part is null or "tables", Path.GetFullPath(parsed.GetValue(Output)!));
            return await PriceRun.RunAsync(settings, cancel) ? 0 : 1;
        }, cancel));
        return prices;
    }

    private static Command FairCommand()
    {
        var (records, requests) = (RecordsOrSeeds(), SearchRequests(500));
        var search = Number("--search-seconds", "Longest time for the search.", 120, 1, 100_000);
        var seconds = Number("--seconds", "Length of a round.", 20, 1, 600);
        var fair = new Command("fair", "Measures how long a client waits while a greedy one sends the dearest pages.")
        {
            records, requests, search, seconds, Rounds, Data, Programs,
        };
        fair.SetAction((parsed, cancel) => GuardAsync(async () =>
        {
            var settings = new FairSettings(
                Product(parsed, records), new(parsed.GetValue(requests), parsed.GetValue(search)), parsed.GetValue(Rounds), parsed.GetValue(seconds));
            return await FairRun.RunAsync(settings, cancel) ? 0 : 1;
        }, cancel));
        return fair;
    }

    private static Option<int> RecordsOrSeeds() =>
        Number("--records", "How many relation records the dataset has; 0 for the project's own seeds.", 0, 0, SyntheticDataset.MostRecords);

    private static Option<int> SearchRequests(int otherwise) =>
        Number("--requests", "How many requests the search for the dearest pages sends.", otherwise, 10, 1_000_000);

    private static ProductSettings Product(ParseResult parsed, Option<int> records) => new(
        parsed.GetValue(records), FullPath(parsed.GetValue(Data)), FullPath(parsed.GetValue(Programs)));

    private static string? FullPath(string? path) => path is null ? null : Path.GetFullPath(path);

    private static Command SoakCommand()
    {
        var minutes = Number("--minutes", "How long it goes on.", 30, 1, 10_000);
        var records = Number("--records", "How many relation records the dataset has.", 20_000, 1_000, SyntheticDataset.MostRecords);
        var rate = Number("--rate", "Questions a second.", 100, 1, 100_000);
        var loads = Number("--load-every", "Seconds from one version to the next load.", 45, 1, 10_000);
        var greedy = new Option<bool>("--greedy") { Description = "Adds one greedy client of each kind, and reports what they cost." };
        var soak = new Command(
            "soak", "Asks the published service for a long time, while versions are loaded: every answer must be right, and memory flat.")
        {
            minutes, records, rate, loads, greedy, Programs,
        };
        soak.SetAction((parsed, cancel) => GuardAsync(async () =>
        {
            var settings = new SoakSettings(
                parsed.GetValue(minutes), parsed.GetValue(records), parsed.GetValue(rate), parsed.GetValue(loads),
                parsed.GetValue(greedy), FullPath(parsed.GetValue(Programs)));
            return await SoakRun.RunAsync(settings, cancel) ? 0 : 1;
        }, cancel));
        return soak;
    }

    private static Command HostileCommand()
    {
        var requests = Number("--requests", "How many requests are sent.", 100_000, 100, 100_000_000);
        var seed = Number("--seed", "The number from which requests and datasets are drawn.", 1, 0, 1_000_000);
        var hostile = new Command(
            "hostile", "Sends random requests that nobody means well to the published service, on datasets like that: none may be its failure.")
        {
            requests, seed,
        };
        hostile.SetAction((parsed, cancel) => GuardAsync(
            async () => await HostileRun.RunAsync(parsed.GetValue(requests), parsed.GetValue(seed), cancel) ? 0 : 1, cancel));
        return hostile;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        if (parsed.GetValue(ListOnly))
        {
            foreach (var workload in Workloads.All)
                Console.WriteLine($"{workload.Name,-22} {workload.Description}");
            return 0;
        }

        var settings = new Settings
        {
            Records = parsed.GetValue(Records),
            Only = Names(parsed.GetValue(Only)),
            Seconds = parsed.GetValue(Seconds),
            Rounds = parsed.GetValue(Rounds),
            Output = Path.GetFullPath(parsed.GetValue(Output)!),
            Data = FullPath(parsed.GetValue(Data)),
            UpdateReadme = parsed.GetValue(UpdateReadme),
        };
        return await GuardAsync(async () =>
        {
            Report.Write(await Session.RunAsync(settings, cancel), settings);
            return 0;
        }, cancel);
    }

    /// <summary>Reports an expected failure in one sentence.</summary>
    private static async Task<int> GuardAsync(Func<Task<int>> run, CancellationToken cancel)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped; nothing is left running.");
            return 130;
        }
        catch (SchemaException schema)
        {
            Console.Error.WriteLine($"{schema.Message} The database is an older one's: delete the folder given by --data, or give another.");
            return 1;
        }
        catch (Exception failure)
            when (failure is PrerequisiteException or BenchmarkException or IOException or NpgsqlException or HttpRequestException)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }

    private static Option<int> Number(string name, string description, int otherwise, int least, int most) => new(name)
    {
        Description = $"{description} From {least} to {most}; {otherwise} when absent.",
        HelpName = "N",
        DefaultValueFactory = _ => otherwise,
        Validators =
        {
            result =>
            {
                if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var number) && (number < least || number > most))
                    result.AddError($"{name} must be from {least} to {most}, not {text}.");
            },
        },
    };

    private static void KnownWorkloads(OptionResult result)
    {
        foreach (var unknown in Names(result.Tokens.SingleOrDefault()?.Value).Except(Workloads.All.Select(workload => workload.Name)))
            result.AddError($"There is no workload '{unknown}'; --list lists them.");
    }

    private static string[] Names(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>A measurement that is not possible. The message gives the reason.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
