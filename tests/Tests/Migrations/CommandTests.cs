using System.CommandLine;
using Benchmarks.Running;
using Dapper;
using Migrations;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Migrations;

/// <summary>Each command and each exit code, without a process.</summary>
public sealed class CommandTests(PrivatePostgres postgres) : IDisposable
{
    /// <summary>A database that is created from nothing lacks this one bound, which only a superuser can set.</summary>
    private const string LargeObjects = "Missing bound: relations_reader may create large objects. A superuser runs: "
        + "revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public\n";

    private readonly SmallDataset _dataset = new();

    public void Dispose() => _dataset.Dispose();

    [Fact]
    public async Task Status_follows_from_empty_to_loaded()
    {
        await using var database = await postgres.CreateEmptyAsync();

        var before = await RunAsync(ExitCode.Schema, database, "status");
        Assert.StartsWith($"Scripts: 0 applied, {Script.All.Count} pending.\n  pending: 0001_roles.sql\n", before.Output);

        var early = await RunAsync(ExitCode.Schema, database, "load", "--seeds", _dataset.Seeds);
        Assert.Equal("The schema is not up to date; run `up` first.\n", early.Error);

        var up = await RunAsync(ExitCode.Success, database, "up");
        Assert.Contains("applied 0001_roles.sql\n", up.Output);
        Assert.EndsWith($"The schema is up to date: {Script.All.Count} scripts applied.\n", up.Output);
        Assert.Equal($"{LargeObjects}The schema is up to date.\n", (await RunAsync(ExitCode.Success, database, "up")).Output);

        Assert.Equal(
            $"Scripts: {Script.All.Count} applied, 0 pending.\nNo version is loaded.\n{LargeObjects}",
            (await RunAsync(ExitCode.Success, database, "status")).Output);

        var load = await RunAsync(ExitCode.Success, database, "load", "--seeds", _dataset.Seeds);
        Assert.EndsWith("Version 1: 11 added, 0 revised, 0 removed.\n", load.Output);
        Assert.EndsWith("Version 1: unchanged.\n", (await RunAsync(ExitCode.Success, database, "load", "--seeds", _dataset.Seeds)).Output);

        var after = await RunAsync(ExitCode.Success, database, "status");
        Assert.Matches(
            @"\nVersion 1, loaded \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ, content [0-9a-f]{64}\nRecords: \{.*""visits"": 1.*\}\nMissing bound: ",
            after.Output);
    }

    [Fact]
    public async Task Bounds_that_the_owner_cannot_set_are_listed_until_a_superuser_sets_them()
    {
        await using var server = await TemporaryPostgres.StartAsync();
        await using var superuser = new NpgsqlConnection(server.ConnectionString());
        await superuser.OpenAsync();
        await superuser.ExecuteAsync("create role plain login createrole password 'plain'");
        await superuser.ExecuteAsync("create database plain owner plain");
        var owner = new NpgsqlConnectionStringBuilder(server.ConnectionString("plain", "plain")) { Password = "plain", Pooling = false };
        string[] connection = ["--connection", owner.ConnectionString];

        var up = await RunAsync(ExitCode.Success, null, ["up", .. connection]);
        var missing = Missing((await RunAsync(ExitCode.Success, null, ["status", .. connection])).Output);
        Assert.Equal(missing, Missing(up.Output));
        Assert.Equal(
            [
                "relations_reader has no temp_file_limit", "relations_reader has no log_min_error_statement",
                "relations_reader may create large objects",
            ],
            missing.Select(line => line.Split(": ")[1].Split(". ")[0]));

        await superuser.ChangeDatabaseAsync("plain");
        await superuser.ExecuteAsync("alter role relations_reader reset all; grant temporary on database plain to public");
        missing = Missing((await RunAsync(ExitCode.Success, null, ["status", .. connection])).Output);
        Assert.Equal(11, missing.Count);
        foreach (var line in missing)
            await superuser.ExecuteAsync(line.Split("A superuser runs: ")[1]);

        Assert.Empty(Missing((await RunAsync(ExitCode.Success, null, ["status", .. connection])).Output));

        static List<string> Missing(string output) => [.. output.Split('\n').Where(line => line.StartsWith("Missing bound: "))];
    }

    [Fact]
    public async Task Every_error_of_bad_seeds_is_reported()
    {
        await using var database = await postgres.CreateLoadedAsync(_dataset.Read());
        _dataset.Edit("visits.json", "\"occurred\"", "\"happened\"");
        _dataset.Edit("people.json", "\"DEU\"", "\"GER\"");

        var load = await RunAsync(ExitCode.InvalidSeeds, database, "load", "--seeds", _dataset.Seeds);

        Assert.StartsWith("The seeds have 2 errors:\npeople.json:", load.Error);
        Assert.Equal(3, load.Error.TrimEnd().Split('\n').Length);
        Assert.Equal(1, await database.CountAsync("dataset_versions"));
    }

    [Fact]
    public async Task Seeds_that_lack_more_than_a_tenth_need_an_option()
    {
        await using var database = await postgres.CreateLoadedAsync(_dataset.Read());
        string[] load = ["load", "--seeds", _dataset.Seeds];
        File.WriteAllText(_dataset.PathOf("visits.json"), "[]");
        Assert.EndsWith(" 1 removed.\n", (await RunAsync(ExitCode.Success, database, load)).Output);

        File.WriteAllText(_dataset.PathOf("exercises.json"), "[]");
        File.WriteAllText(_dataset.PathOf("trade-figures.json"), "[]");
        var refused = await RunAsync(ExitCode.InvalidSeeds, database, load);
        Assert.StartsWith("The seeds lack 2 of the 10 entries of the last version, which is more than a tenth. Nothing was loaded.", refused.Error);
        Assert.Equal(2, await database.CountAsync("dataset_versions"));
        Assert.Equal(1, await database.CountAsync("exercises where until is null"));

        var allowed = await RunAsync(ExitCode.Success, database, [.. load, "--allow-retractions"]);
        Assert.EndsWith(" 2 removed.\n", allowed.Output);
    }

    [Fact]
    public async Task Evidence_is_verified_without_a_database()
    {
        var good = await RunAsync(ExitCode.Success, null, "verify", "--seeds", _dataset.Seeds, "--documents", _dataset.Documents);
        Assert.Equal("7 evidence phrases in 1 documents: 0 failures.\n", good.Output);

        File.AppendAllText(_dataset.Document, "\n");
        var bad = await RunAsync(ExitCode.UnverifiedEvidence, null, "verify", "--seeds", _dataset.Seeds, "--documents", _dataset.Documents);
        Assert.EndsWith(": 1 failures.\n", bad.Output);
        Assert.StartsWith("sources: berlin-1963: berlin.txt has the hash ", bad.Error);

        File.Delete(_dataset.PathOf("people.json"));
        await RunAsync(ExitCode.InvalidSeeds, null, "verify", "--seeds", _dataset.Seeds, "--documents", _dataset.Documents);
    }

    [Theory]
    [InlineData("The database refused: ", "up", "--wait", "0")]
    [InlineData("The database refused: ", "load", "--wait", "0")]
    [InlineData("The database refused: ", "status")]
    [InlineData("The database was not ready within 1 seconds (Failed to connect", "load", "--wait", "1")]
    public async Task An_unreachable_database_is_one_sentence(string message, params string[] command)
    {
        var result = await RunAsync(
            ExitCode.Database, null, [.. command, "--connection", "Host=127.0.0.1;Port=1;Username=u;Password=secret-word;Database=d"]);

        Assert.StartsWith(message, result.Error);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("secret-word", result.Error);
    }

    [Fact]
    public async Task A_wrong_password_is_one_sentence()
    {
        var wrong = new NpgsqlConnectionStringBuilder(postgres.Superuser) { Password = "guess" }.ConnectionString;

        Assert.Contains("password authentication failed", (await RunAsync(ExitCode.Database, null, "status", "--connection", wrong)).Error);
    }

    [Fact]
    public async Task A_role_without_rights_is_refused()
    {
        await using var database = await postgres.CreateLoadedAsync(_dataset.Read());

        await RunAsync(ExitCode.Database, null, "load", "--seeds", _dataset.Seeds, "--connection", database.ReaderConnection);
    }

    [Theory]
    [InlineData("up")]
    [InlineData("load")]
    [InlineData("status")]
    public async Task An_edited_script_stops_every_command(string command)
    {
        await using var database = await postgres.CreateMigratedAsync();
        await database.QueryAsync<int>("update schema_journal set checksum = 'x' where script = '0002_versions.sql'");

        Assert.Contains("Edited after they were applied: 0002_versions.sql.", (await RunAsync(ExitCode.Schema, database, command)).Error);
    }

    [Fact]
    public async Task A_load_beside_another_is_busy()
    {
        await using var database = await postgres.CreateMigratedAsync();
        await using var other = await database.Owner.OpenConnectionAsync();
        await using var loading = await other.BeginTransactionAsync();
        await other.ExecuteAsync("select from installation for update"); // The loader's own lock.

        var busy = await RunAsync(ExitCode.Busy, database, "load", "--seeds", _dataset.Seeds);

        Assert.Equal("Another load is running; this one wrote nothing. Try again when it has ended.\n", busy.Error);
        Assert.Equal(0, await database.CountAsync("dataset_versions"));
    }

    [Theory]
    [InlineData("nonsense", "--connection is not a connection string: ")]
    [InlineData("Host=127.0.0.1;Colour=red;Password=secret-word", "--connection is not a connection string: ")]
    [InlineData("Host=127.0.0.1;Port=many;Password=secret-word", "--connection is not a connection string: ")]
    [InlineData("Database=relations;Password=secret-word", "--connection has no host. ")]
    [InlineData("", "No database is given: ")]
    public async Task A_bad_connection_string_is_one_sentence(string connection, string message)
    {
        var result = await RunAsync(ExitCode.Failed, null, "status", "--connection", connection);

        Assert.StartsWith(message, result.Error);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("secret-word", result.Error);
    }

    [Fact]
    public async Task A_programming_error_shows_its_stack()
    {
        using var output = new BrokenWriter();
        using var error = new StringWriter();

        var code = await Commands.Root().Parse(["dictionary"]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });

        Assert.Equal((int)ExitCode.Failed, code);
        Assert.Contains(nameof(InvalidOperationException), error.ToString());
        Assert.Contains("   at ", error.ToString());
    }

    private static async Task<(string Output, string Error)> RunAsync(ExitCode expected, TestDatabase? database, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        string[] connection = database is null ? [] : ["--connection", database.OwnerConnection];

        var code = await Commands.Root().Parse([.. args, .. connection]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });

        Assert.True((ExitCode)code == expected, $"{(ExitCode)code} instead of {expected}:\n{output}\n{error}");
        if (expected == ExitCode.Success)
            Assert.Empty(error.ToString());
        Assert.DoesNotContain("   at ", error.ToString());
        Assert.DoesNotContain("Exception", error.ToString());
        return (output.ToString(), error.ToString());
    }
}
