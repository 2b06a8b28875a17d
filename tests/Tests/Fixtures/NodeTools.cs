using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Tests.Fixtures;
using Xunit;

[assembly: AssemblyFixture(typeof(NodeTools))]

namespace Tests.Fixtures;

/// <summary>
/// Programs for Node.js, at the exact versions of Fixtures/node/package.json. They are installed once per build output, when the
/// first test needs one. Without Node.js, or when npm cannot install, those tests are skipped; in CI they fail.
/// </summary>
public sealed class NodeTools
{
    private readonly Lazy<Task<string?>> _whyNot = new(InstallAsync);

    /// <summary>The folder with package.json, the files copied with it, and node_modules. Tests write in their own folders.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "node");

    /// <summary>The path of a file of an installed package, such as typescript/bin/tsc.</summary>
    public static string Module(string path) => Path.Combine(Folder, "node_modules", path);

    /// <summary>Installs the packages, for a test that only reads their files.</summary>
    public async Task EnsureAsync()
    {
        if (await _whyNot.Value is { } reason)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, reason);
            Assert.Fail(reason);
        }
    }

    /// <summary>Starts a program written in JavaScript. Its disposal ends it.</summary>
    internal async Task<ProgramProcess> StartAsync(string program, params string[] arguments)
    {
        await EnsureAsync();
        return Start("node", [Path.Combine(Folder, program), .. arguments]);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code and its output.</returns>
    internal async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        await using var process = await StartAsync(program, arguments);
        return (await process.ExitAsync(), process.Output, process.Error);
    }

    /// <summary>Installs the packages that are missing.</summary>
    /// <returns>Null, or the reason why the programs cannot run.</returns>
    private static async Task<string?> InstallAsync()
    {
        try
        {
            await using (var node = Start("node", ["--version"]))
                await node.ExitAsync();
            if (IsInstalled())
                return null;
            await using var npm = Start(
                OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
                ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]);
            return await npm.ExitAsync() == 0 ? null : $"npm install failed in {Folder}:\n{npm.Error}";
        }
        catch (Win32Exception)
        {
            return "Node.js 20 or newer is needed, with npm: sudo apt-get install nodejs npm";
        }
    }

    /// <summary>At the end of an installation, npm writes the list of installed packages.</summary>
    private static bool IsInstalled()
    {
        var done = Module(".package-lock.json");
        if (!File.Exists(done))
            return false;
        var installed = JsonNode.Parse(File.ReadAllText(done))!["packages"]!;
        var wanted = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "package.json")))!["dependencies"]!.AsObject();
        return wanted.All(package => installed[$"node_modules/{package.Key}"]?["version"]?.GetValue<string>() == package.Value!.GetValue<string>());
    }

    /// <summary>Starts a program in the folder, without telemetry.</summary>
    private static ProgramProcess Start(string program, string[] arguments) => ProgramProcess.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = Folder,
        Environment = { ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true" },
    });
}
