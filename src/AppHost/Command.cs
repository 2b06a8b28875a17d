using System.ComponentModel;
using System.Diagnostics;

namespace AppHost;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    /// <summary>How a program ended, and all that it printed.</summary>
    public sealed record Result(int ExitCode, string Output)
    {
        public bool Succeeded => ExitCode == 0;
    }

    /// <summary>Runs a program in a folder; cancellation ends it, with all that it started.</summary>
    /// <remarks>A program that cannot be started at all gives exit code 127, as in a shell.</remarks>
    public static async Task<Result> RunAsync(
        IEnumerable<string> command,
        string? folder = null,
        bool leavesServerBehind = false,
        CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
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
            await process.WaitForExitAsync(ct);
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

    /// <summary>
    /// Where a program is on PATH, if at all. A bare name would also be sought in the working folder, which as root
    /// would run whatever somebody put there.
    /// </summary>
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
            // A console of its own on Windows, so that Ctrl-C in ours does not reach the server.
            CreateNoWindow = true,
        };
        // Messages are the same everywhere, and macOS refuses a server without a locale.
        start.Environment["LC_ALL"] = "C";
        return start;
    }
}
