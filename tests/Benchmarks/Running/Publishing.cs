namespace Benchmarks.Running;

/// <summary>Publishes projects as for production.</summary>
internal static class Publishing
{
    private static readonly string Suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    /// <summary>Publishes a project of the repository, unless the folder has its program already.</summary>
    /// <returns>The path of the program.</returns>
    public static async Task<string> PublishAsync(string project, string folder, CancellationToken cancel)
    {
        var name = Path.GetFileName(project);
        var output = Path.Combine(folder, name);
        var program = Path.Combine(output, name + Suffix);
        if (File.Exists(program))
        {
            Console.WriteLine($"Using the {name} that was published at {File.GetLastWriteTime(program):yyyy-MM-dd HH:mm}");
            return program;
        }

        await using var publish = ChildProcess.Start(
            "dotnet",
            // No compiler or build server may keep running.
            ["publish", project, "-c", "Release", "-o", output, "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false"],
            new Dictionary<string, string> { ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0" },
            Workspace.Repository);
        await publish.SucceedAsync(cancel);
        return program;
    }
}
