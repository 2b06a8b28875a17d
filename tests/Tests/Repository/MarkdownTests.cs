using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Tests.Fixtures;
using Xunit;

namespace Tests.Repository;

/// <summary>The documents match the code and the files that they name.</summary>
public sealed partial class MarkdownTests
{
    private const int MostWords = 1200;
    private const int MostLines = 180;

    public static TheoryData<string> Documents => [.. Directory
        .EnumerateFiles(CommittedFile.PathOf("."), "*.md", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(CommittedFile.PathOf("."), file).Replace('\\', '/'))
        .Where(file => !file.Split('/').Any(folder => folder is "bin" or "obj" or "node_modules" or "TestResults" or "StrykerOutput"))];

    [Theory, MemberData(nameof(Documents))]
    public async Task Every_link_leads_to_a_file(string document)
    {
        var path = CommittedFile.PathOf(document);
        var missing = Link().Matches(await File.ReadAllTextAsync(path))
            .Select(link => link.Groups["target"].Value)
            .Where(target => target.Length > 0 && !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target)));
        Assert.Empty(missing);
    }

    [Fact]
    public async Task The_README_is_short()
    {
        var readme = await File.ReadAllTextAsync(CommittedFile.PathOf("README.md"));
        Assert.InRange(readme.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, 1, MostWords);
        Assert.InRange(readme.Count(c => c == '\n'), 1, MostLines);
    }

    [Fact]
    public async Task Steps_of_the_walk_are_methods()
    {
        var steps = Step().Matches(await File.ReadAllTextAsync(CommittedFile.PathOf("CONTRIBUTING.md")));
        Assert.True(steps.Count >= 15, $"The walk has {steps.Count} steps.");
        Assert.All(steps, step => Assert.Contains(step.Groups["method"].Value, MethodsOf(step.Groups["file"].Value)));
    }

    [Fact]
    public async Task Every_file_that_CONTRIBUTING_names_exists()
    {
        var named = RepositoryPath().Matches(await File.ReadAllTextAsync(CommittedFile.PathOf("CONTRIBUTING.md")))
            .Select(path => path.Groups["path"].Value).Distinct().ToArray();
        Assert.True(named.Length >= 30, $"It names {named.Length} files.");
        Assert.All(named, path => Assert.True(Path.Exists(CommittedFile.PathOf(path)), path));
    }

    private static string[] MethodsOf(string file) => [.. CSharpSyntaxTree.ParseText(File.ReadAllText(CommittedFile.PathOf(file)))
        .GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Select(method => method.Identifier.Text)];

    /// <summary>A link without a scheme; its fragment is not part of the target.</summary>
    [GeneratedRegex(@"\]\((?!\w+:)(?<target>[^)#\s]*)(#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\|[^|]+\| `(?<file>src/[^`]+\.cs)` \| `(?<method>\w+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex(@"`(?<path>(src|tests|db|seeds)/[\w./]+)`")]
    private static partial Regex RepositoryPath();
}
