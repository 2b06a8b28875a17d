using System.CommandLine;
using AppHost;
using Migrations;
using Npgsql;
using Tests.Support;
using Xunit;

namespace Tests.Migrations;

/// <summary>Commands that write wait for a server that is starting, for a bounded time.</summary>
public sealed class DatabaseWaitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        _folder.Dispose();
    }

    [LongFact]
    public async Task A_server_that_starts_later_is_waited_for()
    {
        var (connection, port) = await CreateAsync();
        var up = RunAsync("up", "--wait", "600", "--connection", connection);
        await Eventually.UntilAsync("it waits", () => Task.FromResult(Output.StartsWith("The database is not ready (")));

        await using var server = await StartAsync(port);

        Assert.Equal(ExitCode.Success, await up);
        Assert.Contains("The schema is up to date: ", Output);
    }

    /// <summary>A standby that takes no clients refuses them in the same words as a server that starts.</summary>
    [LongFact]
    public async Task A_server_that_is_not_ready_in_time_is_one_sentence()
    {
        var (connection, port) = await CreateAsync();
        File.WriteAllText(_folder.In("data", "cluster", "standby.signal"), "");
        await using var server = await StartAsync(port, ("hot_standby", "off"));

        Assert.Equal(ExitCode.Database, await RunAsync("up", "--wait", "1", "--connection", connection));

        Assert.StartsWith("The database was not ready within 1 seconds (57P03: ", _error.ToString());
        Assert.EndsWith("). Database__WaitSeconds sets the time.", _error.ToString().TrimEnd());
        Assert.Single(_error.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_mistake_is_not_waited_for()
    {
        Assert.Equal(ExitCode.Failed, await RunAsync("up", "--wait", "600", "--connection", "Database=d"));
        Assert.Equal(
            ["0", "30", "3600"],
            new[] { "0", null, "3600" }.Select(text => $"{DatabaseWait.SecondsOf(text)}"));
        Assert.All(["-1", "3601", "1.5", "soon", " 1"], text => Assert.Throws<UsageException>(() => DatabaseWait.SecondsOf(text)));
    }

    private string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>A server with a database, which is stopped again.</summary>
    private async Task<(string Connection, int Port)> CreateAsync()
    {
        await using var server = await StartAsync(null);
        var owner = new NpgsqlConnectionStringBuilder(await server.EnsureDatabaseAsync()) { Pooling = false };
        return (owner.ConnectionString, server.Port);
    }

    private Task<LocalPostgres> StartAsync(int? port, params (string Name, string Value)[] settings) => LocalPostgres.StartAsync(new()
    {
        DataFolder = _folder.In("data"),
        Port = port,
        Settings = settings.Append(("fsync", "off")).ToDictionary(),
    });

    private async Task<ExitCode> RunAsync(params string[] args) => (ExitCode)await Commands.Root().Parse(args).InvokeAsync(
        new InvocationConfiguration { Output = TextWriter.Synchronized(_output), Error = _error }, TestContext.Current.CancellationToken);
}
