using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Tests.Fixtures;

/// <summary>The service in its own process, so that a test can send it signals and measure its memory.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private readonly ProgramProcess _process;

    private ServiceProcess(ProgramProcess process, Uri address) =>
        (_process, Client) = (process, new HttpClient { BaseAddress = address });

    /// <summary>A client of the service. Addresses are relative.</summary>
    public HttpClient Client { get; }

    /// <summary>The whole log.</summary>
    public string Log => _process.Output + _process.Error;

    /// <summary>The number of threads, and of bytes of memory.</summary>
    public (int Threads, long Bytes) Size
    {
        get
        {
            var status = File.ReadAllText($"/proc/{_process.Id}/status");
            return ((int)Figure("Threads"), Figure("VmRSS") * 1024);

            long Figure(string name) => long.Parse(Regex.Match(status, $@"{name}:\s+(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Starts the service, and waits until it listens.</summary>
    /// <param name="database">The database that the service reads.</param>
    /// <param name="connection">Further settings of the connection string.</param>
    /// <param name="settings">Command-line arguments, in addition to those of every test.</param>
    public static async Task<ServiceProcess> StartAsync(TestDatabase database, string connection = "", params string[] settings)
    {
        var process = ProgramProcess.Start(
            "Api",
            ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information", .. settings],
            ("ConnectionStrings__Dataset", new NpgsqlConnectionStringBuilder($"{database.ReaderConnection};{connection}").ConnectionString));
        var line = await process.LineAsync(text => text.Contains(Listening, StringComparison.Ordinal));
        return new(process, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim()));
    }

    /// <summary>Sends SIGTERM.</summary>
    public Task TerminateAsync() => _process.SignalAsync("TERM");

    /// <summary>Waits until the service has ended.</summary>
    public Task<int> ExitAsync() => _process.ExitAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
    }
}
