using System.Runtime.CompilerServices;
using Xunit;

namespace Tests.Fixtures;

/// <summary>A generated file of the repository. With the environment variable ACCEPT_CHANGES, it is written instead of compared.</summary>
internal static class CommittedFile
{
    /// <summary>Compares the file with its expected content, which may depend on the committed content.</summary>
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

    /// <summary>The path of a file of the repository.</summary>
    public static string PathOf(string file) => Path.Combine(Repository(), file);

    private static string Repository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
