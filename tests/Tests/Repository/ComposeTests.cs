using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Api.Guards;
using Benchmarks.Running;
using Dapper;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Repository;

/// <summary>What docker-compose.yml says works without containers too. tests/tools/image builds the images.</summary>
public sealed class ComposeTests
{
    private const string Odd = """ a;Password=b'"c =$\%d """;
    private static readonly string[] Services = ["postgres", "schema", "data", "api"];
    private static readonly string File = System.IO.File.ReadAllText(CommittedFile.PathOf("docker-compose.yml"));

    [LongFact]
    public async Task Passwords_may_have_any_character_and_the_owner_is_not_a_superuser()
    {
        Assert.SkipUnless(IsInstalled("psql"), "psql is needed: sudo apt-get install postgresql-client");
        await using var server = await TemporaryPostgres.StartAsync();
        await using var superuser = new NpgsqlConnection(server.ConnectionString());
        await superuser.OpenAsync();
        await superuser.ExecuteAsync("create database relations");
        var script = CommittedFile.PathOf(Regex.Match(File, @"- \./(?<path>\S+):/docker-entrypoint-initdb\.d/").Groups["path"].Value);
        await RunAsync(
            "psql",
            ["--host=127.0.0.1", "--username=postgres", "--dbname=relations", "--set=ON_ERROR_STOP=1", $"--file={script}"],
            ("PGPORT", $"{server.Port}"), ("POSTGRES_PASSWORD", Odd + "owner"),
            ("PGPASSWORD", new NpgsqlConnectionStringBuilder(server.ConnectionString()).Password));

        string[] check = [.. Value("postgres", "test").Trim('[', ']').Split(", ").Skip(1)];
        await RunAsync(check[0], check[1..], ("PGPORT", $"{server.Port}"), ("PGPASSWORD", Odd + "owner"));
        await RunAsync(ProgramProcess.PathOf("Migrations"), ["up"], Environment("schema"));
        await RunAsync(ProgramProcess.PathOf("Migrations"), ["load"], Environment("schema"));
        var status = await RunAsync(ProgramProcess.PathOf("Migrations"), ["status"], Environment("schema"));
        Assert.DoesNotContain("Missing bound", status);
        await using var api = ProgramProcess.Start(
            "Api", ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information"], Environment("api"));
        var line = await api.LineAsync(text => text.Contains("Now listening on: "));
        using var client = new HttpClient { BaseAddress = new Uri(line.Split("Now listening on: ")[1].Trim()) };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/countries?limit=1")).StatusCode);
        Assert.Equal(
            [("postgres", true, false), ("relations_owner", false, true), ("relations_reader", false, true)],
            await superuser.QueryAsync<(string, bool, bool)>(
                "select rolname, rolsuper, rolpassword is not null from pg_authid where rolcanlogin order by rolname"));

        (string, string?)[] Environment(string service) =>
        [
            .. new[] { "ConnectionStrings__Dataset", "PGPASSWORD", "Reader__Password" }
                .Where(name => service != "api" || name != "Reader__Password")
                .Select(name => (name, (string?)Value(service, name)
                    .Replace("Host=postgres", $"Host=127.0.0.1;Port={server.Port}")
                    .Replace("${OWNER_PASSWORD:-owner}", Odd + "owner")
                    .Replace("${READER_PASSWORD:-reader}", Odd + "reader"))),
        ];
    }

    [Fact]
    public void Every_service_is_hardened()
    {
        Assert.All(Services, service => Assert.Matches(@"<<: \*(hardened|program)\n", Block(service)));
        Assert.Contains("<<: *hardened\n", Block("x-program"));
        Assert.Equal(
            ("true", "[ALL]", "[no-new-privileges:true]", "{max-size: 10m, max-file: \"3\"}"),
            (Value("x-hardened", "read_only"), Value("x-hardened", "cap_drop"), Value("x-hardened", "security_opt"), Value("x-hardened", "options")));
        Assert.All(["postgres", "x-program"], service => Assert.Matches(@"^\d+g$", Value(service, "mem_limit")));
        Assert.All(["postgres", "api"], service => Assert.Equal("unless-stopped", Value(service, "restart")));
        Assert.Equal("256m", Value("postgres", "shm_size"));
    }

    [Fact]
    public void The_API_gets_the_time_to_stop_that_it_may_take()
    {
        var limits = new Limits();

        Assert.True(
            int.Parse(Value("api", "stop_grace_period").TrimEnd('s'), CultureInfo.InvariantCulture) > limits.DrainSeconds + limits.PageSeconds);
    }

    private static string Block(string name) => Regex.Match(File, $@"^( *){name}:.*\n((\1 .*)?\n)*", RegexOptions.Multiline).Value;

    private static string Value(string block, string name)
    {
        var line = Regex.Match(Block(block), $@"^ +{name}: (?<value>.*?)( #.*)?$", RegexOptions.Multiline);
        Assert.True(line.Success, $"{block} has no {name}.");
        return line.Groups["value"].Value;
    }

    private static bool IsInstalled(string program) => global::AppHost.SystemProgram.Find(program) is not null;

    private static async Task<string> RunAsync(string program, string[] arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        await using var process = ProgramProcess.Start(start);
        Assert.True(await process.ExitAsync() == 0, $"{program} {string.Join(' ', arguments)}:\n{process.Output}\n{process.Error}");
        return process.Output;
    }
}
