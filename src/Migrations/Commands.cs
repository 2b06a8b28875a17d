using System.CommandLine;
using System.CommandLine.Parsing;
using Dapper;
using Dataset;
using Migrations.Synthetic;
using Npgsql;

namespace Migrations;

/// <summary>The program's commands. Each reports its result on standard output, and a failure on standard error.</summary>
internal static class Commands
{
    public const string ConnectionVariable = "ConnectionStrings__Dataset";

    public const string ReaderPasswordVariable = "Reader__Password";

    public static string DefaultSeeds { get; } = Path.Combine(AppContext.BaseDirectory, "seeds");

    private static readonly Option<string?> Connection = new("--connection")
    {
        Description = $"Npgsql connection string of the database's owner. Default: the environment variable {ConnectionVariable}.",
        HelpName = "STRING",
        Recursive = true,
    };

    private static readonly Option<int?> Wait = new("--wait")
    {
        Description = "Seconds to wait for a database that is starting, "
            + $"from 0 to {DatabaseWait.MostSeconds}. Default: the environment variable {DatabaseWait.Variable}, else 30.",
        HelpName = "SECONDS",
        Validators = { result => Within(result, 0, DatabaseWait.MostSeconds) },
    };

    private static readonly Option<string> Seeds = new("--seeds")
    {
        Description = "Folder of the seed files. Default: the seeds that come with this program.",
        HelpName = "DIR",
        DefaultValueFactory = _ => DefaultSeeds,
    };

    private static readonly Option<bool> AllowRetractions = new("--allow-retractions")
    {
        Description = "Load also seeds that lack more than a tenth of the last version's entries, and so retract them.",
    };

    private static readonly Option<string> Documents = new("--documents")
    {
        Description = "Folder of the source documents.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<int> Records = new("--records")
    {
        Description = $"How many relation records to write in all, from 1 to {SyntheticDataset.MostRecords}.",
        HelpName = "N",
        Required = true,
        Validators = { result => Within(result, 1, SyntheticDataset.MostRecords) },
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Number from 0; the same number gives the same files.",
        HelpName = "S",
        DefaultValueFactory = _ => 1,
        Validators = { result => Within(result, 0, int.MaxValue) },
    };

    private static readonly Option<string> Output = new("--output")
    {
        Description = "Folder to write to. It must be empty or missing.",
        HelpName = "DIR",
        Required = true,
    };

    public static RootCommand Root() => new($"""
        The only writer of the dataset: updates the schema, loads the seeds, verifies the evidence.

        Exit codes:
        {string.Join('\n', Enum.GetValues<ExitCode>().Select(code => $"  {(int)code}  {MeaningOf(code)}"))}
        """)
    {
        Connection,
        Create("up", "Apply the pending scripts of the schema, each once, in order. A second run waits for the first. "
            + $"If the environment variable {ReaderPasswordVariable} is set, the role {Migrator.Reader} gets it as its password.", Up, Wait),
        Create(
            "load",
            "Load the seeds as the next version of the dataset, in one transaction, unless nothing changed.",
            Load,
            Seeds,
            AllowRetractions,
            Wait),
        Create(
            "verify",
            "Check the hash of each document, and that each evidence phrase is in its paragraph exactly once. Needs no database.",
            Verify,
            Seeds,
            Documents),
        Create("dictionary", "Print the data dictionary, seeds/DICTIONARY.md, as Markdown. Needs no database.", Dictionary),
        Create("coverage", "Print the coverage of each paragraph, seeds/COVERAGE.md, as Markdown. Needs no database.", Coverage, Seeds),
        Create("generate", "Write valid synthetic seeds for benchmarks and tests. Needs no database.", Generate, Records, Seed, Output),
        Create("status", "Show the scripts and the version that the database has, and the bounds that the API's role lacks. "
            + $"Exit code {(int)ExitCode.Schema} if scripts are pending.", Status),
    };

    private static string MeaningOf(ExitCode code) => Documentation.Of(typeof(ExitCode).GetField(code.ToString())!);

    private static Command Create(
        string name, string description, Func<ParseResult, TextWriter, CancellationToken, Task<ExitCode>> run, params Option[] options)
    {
        var command = new Command(name, description);
        foreach (var option in options)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                return (int)await run(parsed, parsed.InvocationConfiguration.Output, cancel);
            }
            catch (Exception exception) when (CodeOf(exception) is { } code)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(exception switch
                {
                    NpgsqlException => $"The database refused: {exception.Message}",
                    OperationCanceledException => "Cancelled.",
                    _ => exception.Message,
                });
                return (int)code;
            }
        });
        return command;
    }

    /// <summary>The exit code of a failure that one sentence explains. A programming error has none: its stack is shown.</summary>
    private static ExitCode? CodeOf(Exception exception) => exception switch
    {
        SeedException or RetractionException => ExitCode.InvalidSeeds,
        SchemaException => ExitCode.Schema,
        BusyException => ExitCode.Busy,
        NpgsqlException or UnavailableException => ExitCode.Database,
        UsageException or IOException or UnauthorizedAccessException or OperationCanceledException => ExitCode.Failed,
        _ => null,
    };

    private static async Task<ExitCode> Up(ParseResult parsed, TextWriter output, CancellationToken cancel)
    {
        await using var database = await ReadyDatabaseAsync(parsed, output, cancel);
        var applied = await Migrator.UpAsync(database, Script.All, output, cancel);
        if (Environment.GetEnvironmentVariable(ReaderPasswordVariable) is { Length: > 0 } password)
            await Migrator.SetReaderPasswordAsync(database, password, cancel);
        await ReportMissingBoundsAsync(database, output, cancel);
        await output.WriteLineAsync(applied == 0 ? "The schema is up to date." : $"The schema is up to date: {applied} scripts applied.");
        return ExitCode.Success;
    }

    private static async Task<ExitCode> Load(ParseResult parsed, TextWriter output, CancellationToken cancel)
    {
        await using var database = await ReadyDatabaseAsync(parsed, output, cancel);
        if ((await Migrator.PendingAsync(database, Script.All, cancel)).Count > 0)
            throw new SchemaException("The schema is not up to date; run `up` first.");
        var mostRetracted = parsed.GetValue(AllowRetractions) ? 1 : Loader.MostRetracted;
        var result = await Loader.LoadAsync(database, new SeedFolder(parsed.GetValue(Seeds)!), output, cancel, mostRetracted: mostRetracted);
        await output.WriteLineAsync(result.Changed
            ? $"Version {result.Version}: {result.Added:N0} added, {result.Revised:N0} revised, {result.Removed:N0} removed."
            : $"Version {result.Version}: unchanged.");
        return ExitCode.Success;
    }

    private static async Task<ExitCode> Verify(ParseResult parsed, TextWriter output, CancellationToken cancel)
    {
        var result = Verifier.Verify(SeedSet.Read(parsed.GetValue(Seeds)!), parsed.GetValue(Documents)!);
        foreach (var failure in result.Failures)
            await parsed.InvocationConfiguration.Error.WriteLineAsync(failure);
        await output.WriteLineAsync($"{result.Phrases} evidence phrases in {result.Documents} documents: {result.Failures.Count} failures.");
        return result.Failures.Count == 0 ? ExitCode.Success : ExitCode.UnverifiedEvidence;
    }

    private static async Task<ExitCode> Coverage(ParseResult parsed, TextWriter output, CancellationToken cancel)
    {
        await output.WriteAsync(CoverageWriter.Markdown(SeedSet.Read(parsed.GetValue(Seeds)!)).AsMemory(), cancel);
        return ExitCode.Success;
    }

    private static async Task<ExitCode> Dictionary(ParseResult parsed, TextWriter output, CancellationToken cancel)
    {
        await output.WriteAsync(DataDictionaryWriter.Markdown().AsMemory(), cancel);
        return ExitCode.Success;
    }

    private static async Task<ExitCode> Generate(ParseResult parsed, TextWriter output, CancellationToken cancel)
    {
        var counts = SyntheticDataset.Write(parsed.GetValue(Output)!, parsed.GetValue(Records), parsed.GetValue(Seed), cancel);
        foreach (var (resource, count) in counts)
            await output.WriteLineAsync($"{resource.Name}: {count:N0} synthetic entries");
        return ExitCode.Success;
    }

    private static async Task<ExitCode> Status(ParseResult parsed, TextWriter output, CancellationToken cancel)
    {
        await using var database = Database(parsed);
        var pending = await Migrator.PendingAsync(database, Script.All, cancel);
        await output.WriteLineAsync($"Scripts: {Script.All.Count - pending.Count} applied, {pending.Count} pending.");
        foreach (var script in pending)
            await output.WriteLineAsync($"  pending: {script.Name}");
        if (pending.Count > 0)
            return ExitCode.Schema;
        await using var connection = await database.OpenConnectionAsync(cancel);
        var version = await connection.QuerySingleOrDefaultAsync<(int Version, DateTime LoadedAt, string Hash, string Counts)?>(
            "select version, loaded_at, content_hash, counts::text from dataset_versions order by version desc limit 1");
        await output.WriteLineAsync(version is { } v
            ? $"Version {v.Version}, loaded {v.LoadedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}, content {v.Hash}\nRecords: {v.Counts}"
            : "No version is loaded.");
        await ReportMissingBoundsAsync(database, output, cancel);
        return ExitCode.Success;
    }

    private static async Task ReportMissingBoundsAsync(NpgsqlDataSource database, TextWriter output, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        foreach (var missing in await ReaderBounds.MissingAsync(connection))
            await output.WriteLineAsync(missing);
    }

    /// <summary>Refuses a number that is out of range. The parser has refused a text that is not a number.</summary>
    private static void Within(OptionResult result, int least, int most)
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var number) && (number < least || number > most))
            result.AddError($"{result.Option.Name} must be from {least} to {most}, not {text}.");
    }

    private static async Task<NpgsqlDataSource> ReadyDatabaseAsync(ParseResult parsed, TextWriter output, CancellationToken cancel)
    {
        var seconds = parsed.GetValue(Wait) ?? DatabaseWait.SecondsOf(Environment.GetEnvironmentVariable(DatabaseWait.Variable));
        var database = Database(parsed);
        try
        {
            await DatabaseWait.UntilReadyAsync(database, seconds, output, cancel);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    private static NpgsqlDataSource Database(ParseResult parsed)
    {
        var (text, setting) = parsed.GetValue(Connection) is { } option
            ? (option, Connection.Name)
            : (Environment.GetEnvironmentVariable(ConnectionVariable), ConnectionVariable);
        return string.IsNullOrWhiteSpace(text)
            ? throw new UsageException($"No database is given: set {ConnectionVariable} or give --connection.")
            : NpgsqlDataSource.Create(ConnectionSetting.Parse(text, setting));
    }
}
