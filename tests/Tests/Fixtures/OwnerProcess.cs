using System.Diagnostics;
using System.Runtime.CompilerServices;
using AppHost;
using Benchmarks.Running;

namespace Tests.Fixtures;

/// <summary>
/// Another process that owns a private server, so that a test can kill the owner. It runs this same program: with the
/// variable set, the program starts the server instead of running tests.
/// </summary>
internal sealed class OwnerProcess : IDisposable
{
    private const string Variable = "TESTS_OWN_A_SERVER_IN";
    private const string Temporary = "temporary";
    private readonly Process _process;

    private OwnerProcess(Process process, string dataFolder, int port) =>
        (_process, DataFolder, Port) = (process, dataFolder, port);

    public string DataFolder { get; }

    public int Port { get; }

    public int Id => _process.Id;

    public static async Task<OwnerProcess> StartAsync(string dataFolder = Temporary)
    {
        var program = Path.ChangeExtension(
            typeof(OwnerProcess).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment[Variable] = dataFolder;
        var process = Process.Start(start)!;
        var folder = await process.StandardOutput.ReadLineAsync();
        var port = await process.StandardOutput.ReadLineAsync();
        return new(process, folder!, int.Parse(port!));
    }

    /// <summary>Kills only this process, at once.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    [ModuleInitializer]
    internal static void OwnAServerInsteadOfTesting()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } dataFolder)
        {
            // Async methods of this assembly must not run here. On another thread they would wait for this initializer.
            var server = dataFolder == Temporary
                ? TemporaryPostgres.StartAsync().GetAwaiter().GetResult()
                : LocalPostgres.StartAsync(new() { DataFolder = dataFolder }).GetAwaiter().GetResult();
            Console.WriteLine(server.DataFolder);
            Console.WriteLine(server.Port);
            // Runs until it is killed, or until the tests have ended.
            Console.In.ReadToEnd();
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Environment.Exit(0);
        }
    }
}
