using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.Repository;

/// <summary>
/// The floors of src/ and the names that its files use. Every name is resolved by the compiler, because using lines miss parent
/// namespaces, and compiled code has no trace of constants.
/// </summary>
internal sealed class Floors
{
    /// <summary>From the lowest floor up. The projects ensure that Api and Migrations do not see each other.</summary>
    private static readonly string[] Order =
    [
        "Dataset",
        "Api.Database", "Api.Observability", "Api.Http", "Api.Guards", "Api.Caching",
        "Api.Listing.Declare", "Api.Listing.Parse", "Api.Listing.Sql", "Api.Formats", "Api.Resources", "Api.Views", "Api.Reading",
        "Api.Features.Charts", "Api.Features.Citations", "Api.Features.Notebooks", "Api.Features.About", "Api.Features.Bundle", "Api.Features.Page",
        "Api.OpenApi", "Api",
        "Migrations.Synthetic", "Migrations",
        "AppHost",
    ];

    /// <summary>The implicit usings of the projects.</summary>
    private const string GlobalUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http;
        global using System.Net.Http.Json; global using System.Threading; global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Hosting; global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing; global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private readonly CSharpCompilation _compilation;

    public Floors(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(IsOurs);
        var trees = files.Select(file => Parse(File.ReadAllText(file), Path.GetRelativePath(folder, file))).Append(Parse(GlobalUsings, "usings"));
        _compilation = CSharpCompilation.Create("src", trees, References(folder));
    }

    /// <summary>Each use of a higher floor as "file(line): namespace uses namespace".</summary>
    public IReadOnlyList<string> Violations() => [.. _compilation.SyntaxTrees.SelectMany(tree => Violations(_compilation, tree))];

    /// <summary>The violations of one more file.</summary>
    public IReadOnlyList<string> Violations(string code)
    {
        var tree = Parse(code, "added");
        return [.. Violations(_compilation.AddSyntaxTrees(tree), tree)];
    }

    public IReadOnlyList<string> NamespacesWithoutFloor() => [.. _compilation.SyntaxTrees
        .Select(NamespaceOf).OfType<string>().Distinct().Where(name => !Order.Contains(name))];

    private static IEnumerable<string> Violations(Compilation compilation, SyntaxTree tree)
    {
        if (NamespaceOf(tree) is not { } own)
            return [];
        var model = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes()
            .OfType<SimpleNameSyntax>()
            .Where(name => name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null)
            .Select(name => (name, Used: UsedNamespace(model.GetSymbolInfo(name))))
            .Where(use => use.Used is not null && Array.IndexOf(Order, use.Used) > Array.IndexOf(Order, own))
            .Select(use => $"{tree.FilePath}({use.name.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {own} uses {use.Used}")
            .Distinct();
    }

    private static string? UsedNamespace(SymbolInfo info)
    {
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        if (symbol is null or INamespaceSymbol || symbol.ContainingNamespace is not { IsGlobalNamespace: false } used
            || !symbol.Locations.Any(location => location.IsInSource))
            return null;
        return used.ToDisplayString();
    }

    private static string? NamespaceOf(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();

    private static SyntaxTree Parse(string code, string path) =>
        CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Latest), path);

    private static bool IsOurs(string file) => !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin");

    /// <summary>All assemblies of the tests except the projects of src/, whose sources are compiled here.</summary>
    private static IEnumerable<MetadataReference> References(string folder)
    {
        var own = Directory.EnumerateDirectories(folder).Select(project => $"{Path.GetFileName(project)}.dll").ToHashSet();
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !own.Contains(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}
