using System.Diagnostics;
using System.Text;
using Xunit;

namespace Tests.Fixtures;

/// <summary>A program in its own process: one of the product's, run as users run it, or another that tests use.</summary>
internal sealed class ProgramProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Line)> _awaited = [];

    private ProgramProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public string Output => Text(_output);

    public string Error => Text(_error);

    public int ExitCode => _process.ExitCode;

    /// <summary>Starts one of the product's programs, in the output folder of its project.</summary>
    public static ProgramProcess Start(string name, string[] arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(PathOf(name), arguments) { WorkingDirectory = Path.GetTempPath() };
        // The tests' own environment must not change the settings.
        foreach (var inherited in new[] { "ConnectionStrings__Dataset", "ConnectionStrings__Reader", "Seeds", "urls", "ASPNETCORE_URLS" })
            start.Environment.Remove(inherited);
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        return Start(start);
    }

    /// <summary>The path of one of the product's programs.</summary>
    public static string PathOf(string name)
    {
        // From …/tests/Tests/bin/Debug/net10.0 to …/src/Migrations/bin/Debug/net10.0
        var tests = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var build = Path.GetRelativePath(Path.Combine(tests, "..", ".."), tests);
        var folder = Path.GetFullPath(Path.Combine(tests, "..", "..", "..", "..", "..", "src", name, "bin", build));
        return Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);
    }

    /// <summary>Starts any program, and collects its output.</summary>
    public static ProgramProcess Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        var running = new ProgramProcess(new Process { StartInfo = start });
        running._process.OutputDataReceived += (_, line) => running.Take(line.Data, running._output);
        running._process.ErrorDataReceived += (_, line) => running.Take(line.Data, running._error);
        running._process.Start();
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Waits for the first wanted line of output. Fails when the program ends without one.</summary>
    public async Task<string> LineAsync(Func<string, bool> wanted)
    {
        var line = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            if (_output.ToString().Split('\n').FirstOrDefault(wanted) is { } already)
                return already;
            _awaited.Add((wanted, line));
        }

        if (await Task.WhenAny(line.Task, ExitAsync()) != line.Task)
            Assert.Fail($"It ended with exit code {ExitCode}:\n{Output}\n{Error}");
        return await line.Task;
    }

    /// <summary>Sends a signal, such as TERM, to this process only.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until the program has ended and all its output is read.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Take(string? line, StringBuilder text)
    {
        if (line is null)
            return;

        lock (_output)
        {
            text.Append(line).Append('\n');
            if (text == _output)
            {
                foreach (var (_, awaited) in _awaited.Where(a => a.Wanted(line)))
                    awaited.TrySetResult(line);
            }
        }
    }

    private string Text(StringBuilder text)
    {
        lock (_output)
            return text.ToString();
    }
}
