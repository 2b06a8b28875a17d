using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Tests.Fixtures;

/// <summary>The service in a process of its own, as it is run, so that it can be signalled and its memory be looked at.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private readonly ProgramProcess _process;

    private ServiceProcess(ProgramProcess process, Uri address) =>
        (_process, Client) = (process, new HttpClient { BaseAddress = address });

    /// <summary>Asks it; addresses are relative.</summary>
    public HttpClient Client { get; }

    /// <summary>All that it logged.</summary>
    public string Log => _process.Output + _process.Error;

    /// <summary>How many threads it has, and how many bytes of memory.</summary>
    public (int Threads, long Bytes) Size
    {
        get
        {
            var status = File.ReadAllText($"/proc/{_process.Id}/status");
            return ((int)Figure("Threads"), Figure("VmRSS") * 1024);

            long Figure(string name) => long.Parse(Regex.Match(status, $@"{name}:\s+(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Starts it, and waits until it listens.</summary>
    /// <param name="database">What it reads.</param>
    /// <param name="connection">Further settings of the connection string.</param>
    /// <param name="settings">Command-line arguments, beside those of every test.</param>
    public static async Task<ServiceProcess> StartAsync(TestDatabase database, string connection = "", params string[] settings)
    {
        var process = ProgramProcess.Start(
            "Api",
            ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information", .. settings],
            ("ConnectionStrings__Dataset", new NpgsqlConnectionStringBuilder($"{database.ReaderConnection};{connection}").ConnectionString));
        var line = await process.LineAsync(text => text.Contains(Listening, StringComparison.Ordinal));
        return new(process, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim()));
    }

    /// <summary>Asks it to end.</summary>
    public Task TerminateAsync() => _process.SignalAsync("TERM");

    /// <summary>Waits until it has ended.</summary>
    public Task<int> ExitAsync() => _process.ExitAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
    }
}
