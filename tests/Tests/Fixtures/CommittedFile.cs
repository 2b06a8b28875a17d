using System.Runtime.CompilerServices;
using Xunit;

namespace Tests.Fixtures;

/// <summary>A generated file of the repository. With the environment variable ACCEPT_CHANGES set, it is written instead of compared.</summary>
internal static class CommittedFile
{
    /// <summary>Compares it with what it should be, given what it is.</summary>
    public static async Task CompareAsync(string file, Func<string, string> current)
    {
        var path = PathOf(file);
        var committed = File.Exists(path) ? (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n") : "";
        var expected = current(committed);
        if (Environment.GetEnvironmentVariable("ACCEPT_CHANGES") is { Length: > 0 })
            await File.WriteAllTextAsync(path, expected);
        else
            Assert.True(expected == committed, $"{file} is not up to date. Look at what changed, then: ACCEPT_CHANGES=1 dotnet test");
    }

    /// <summary>Where a file of the repository is.</summary>
    public static string PathOf(string file) => Path.Combine(Repository(), file);

    private static string Repository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
