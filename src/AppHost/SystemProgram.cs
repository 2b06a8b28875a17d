using System.ComponentModel;
using System.Diagnostics;

namespace AppHost;

internal static class SystemProgram
{
    public sealed record Result(int ExitCode, string Output)
    {
        public bool Succeeded => ExitCode == 0;
    }

    /// <summary>Runs a program in a folder. Cancellation ends it, with every process that it started.</summary>
    /// <returns>Exit code 127 for a program that cannot be started, as in a shell.</returns>
    public static async Task<Result> RunAsync(
        IEnumerable<string> command, string? folder = null, bool leavesServerBehind = false, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = StartInfo([.. command], folder) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new(127, e.Message);
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        // On Windows a server inherits the pipes of the pg_ctl that started it: they would end only with the server.
        return leavesServerBehind && process.ExitCode == 0
            ? new(0, "")
            : new(process.ExitCode, (await output + await errors).Trim());
    }

    /// <summary>The path of a program on PATH.</summary>
    /// <remarks>The system would search the working folder too, and as root would run a program that anybody put there.</remarks>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static ProcessStartInfo StartInfo(string[] command, string? folder)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true, // On Windows, Ctrl-C in this console does not reach the server.
        };
        start.Environment["LC_ALL"] = "C"; // Messages are the same everywhere, and macOS refuses a server without a locale.
        return start;
    }
}
