using Dataset;
using Migrations;
using Npgsql;
using Tests.Fixtures;
using Xunit;

namespace Tests.Migrations;

/// <summary>The program as a process: its help, its usage errors, its variables.</summary>
public sealed class CommandLineTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task Help_shows_every_command_option_and_exit_code()
    {
        await using var help = await RunAsync(["--help"]);

        Assert.Equal(0, help.ExitCode);
        Assert.All(
            ["up", "load", "verify", "generate", "status", "--connection", "ConnectionStrings__Dataset"],
            word => Assert.Contains(word, help.Output));
        Assert.All(Enum.GetValues<ExitCode>(), code =>
            Assert.Contains($"{(int)code}  {Documentation.Of(typeof(ExitCode).GetField(code.ToString())!)}", help.Output));
        await using var load = await RunAsync(["load", "--help"]);
        Assert.Contains("--seeds <DIR>", load.Output);
    }

    [Theory]
    [InlineData]
    [InlineData("fly")]
    [InlineData("up", "--bogus")]
    [InlineData("up", "--wait", "3601")]
    [InlineData("load", "--wait", "soon")]
    [InlineData("load", "--seeds")]
    [InlineData("load", "seeds")]
    [InlineData("verify")]
    [InlineData("status", "--documents", ".")]
    public async Task A_wrong_command_line_does_nothing(params string[] args)
    {
        await using var wrong = await RunAsync(args);

        Assert.Equal((int)ExitCode.Usage, wrong.ExitCode);
        Assert.NotEmpty(wrong.Error);
        Assert.DoesNotContain("   at ", wrong.Error);
    }

    [Fact]
    public async Task No_database_named_is_one_clear_sentence()
    {
        await using var status = await RunAsync(["status"]);

        Assert.Equal((int)ExitCode.Failed, status.ExitCode);
        Assert.Equal("No database is given: set ConnectionStrings__Dataset or give --connection.", status.Error.Trim());
    }

    [Fact]
    public async Task Settings_may_come_from_the_environment()
    {
        await using var database = await postgres.CreateEmptyAsync();
        var password = new NpgsqlConnectionStringBuilder(database.ReaderConnection).Password; // The readers of all tests have this password.

        await using var up = await RunAsync(
            ["up"], (Commands.ConnectionVariable, database.OwnerConnection), (Commands.ReaderPasswordVariable, password));
        await using var load = await RunAsync(["load"], (Commands.ConnectionVariable, database.OwnerConnection));

        Assert.Equal((0, 0), (up.ExitCode, load.ExitCode));
        await using var reader = new NpgsqlConnection(database.ReaderConnection);
        await reader.OpenAsync();
        await using var count = new NpgsqlCommand("select count(*) from countries", reader);
        Assert.Equal((long)LoadedApi.Seeds.Entries.Single(pair => pair.Key.Name == "countries").Value.Count, await count.ExecuteScalarAsync());
    }

    private static async Task<ProgramProcess> RunAsync(string[] args, params (string, string?)[] environment)
    {
        var program = ProgramProcess.Start("Migrations", args, environment);
        await program.ExitAsync();
        return program;
    }
}
