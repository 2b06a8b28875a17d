using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Xunit;

[assembly: AssemblyFixture(typeof(Tests.Fixtures.CitationJs))]

namespace Tests.Fixtures;

/// <summary>An independent reader of BibTeX and RIS: citation.js, run by node. It is fetched when it is first needed, and not kept.</summary>
public sealed class CitationJs : IDisposable
{
    private const string Script = """
        const { Cite } = require('@citation-js/core'); require('@citation-js/plugin-bibtex'); require('@citation-js/plugin-ris');
        const read = new Cite(require('fs').readFileSync(0, 'utf8'), { forceType: process.argv[1] });
        process.stdout.write(JSON.stringify(read.data.map(({ _graph, ...item }) => item)));
        """;

    private readonly Lazy<Task<string?>> _folder = new(InstallAsync);

    /// <summary>The entries of a text, as CSL items; type is @biblatex/text or @ris/file. A test is skipped where citation.js cannot be had, and fails where CI is set.</summary>
    public async Task<JsonElement[]> ReadAsync(string type, string text)
    {
        var folder = await _folder.Value;
        Assert.True(folder is not null || Environment.GetEnvironmentVariable("CI") is null, "node and npm are needed, and a registry of packages.");
        Assert.SkipWhen(folder is null, "node and npm are needed, and a registry of packages.");
        var (code, output) = await RunAsync(folder, text, "node", "-e", Script, type);
        Assert.True(code == 0, text);
        return [.. JsonSerializer.Deserialize<JsonElement>(output).EnumerateArray()];
    }

    public void Dispose()
    {
        if (_folder.IsValueCreated && _folder.Value.Result is { } folder)
            Directory.Delete(folder, recursive: true);
    }

    private static async Task<string?> InstallAsync()
    {
        var folder = Directory.CreateTempSubdirectory("citation-js-").FullName;
        try
        {
            var (code, _) = await RunAsync(folder, "", OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "install", "--no-audit", "--no-fund", "--no-package-lock",
                "@citation-js/core@0.8.2", "@citation-js/plugin-bibtex@0.8.2", "@citation-js/plugin-ris@0.8.2");
            if (code == 0)
                return folder;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program here.
        }

        Directory.Delete(folder, recursive: true);
        return null;
    }

    private static async Task<(int Code, string Output)> RunAsync(string folder, string input, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        await error;
        return (process.ExitCode, await output);
    }
}
