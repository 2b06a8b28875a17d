using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.OpenApi;

/// <summary>Linters find no fault in the document. Their rule files list each exception with its reason.</summary>
public sealed class LintTests(LoadedApi api, NodeTools node) : IClassFixture<LoadedApi>
{
    private const string Spectral = "node_modules/@stoplight/spectral-cli/dist/index.js";
    private const string Redocly = "node_modules/@redocly/cli/bin/cli.js";
    private static readonly string[] SpectralRules = ["--ruleset", "spectral.yaml", "--fail-severity", "hint", "--quiet"];
    private static readonly string[] RedoclyRules = ["--config", "redocly.yaml", "--format", "stylish"];

    [LongFact]
    public async Task Spectral_and_OWASP_rules_pass()
    {
        using var document = await ServedDocument.ReadAsync(api.Client);
        var (exit, output, error) = await node.RunAsync(Spectral, ["lint", document.Write(), .. SpectralRules]);
        Assert.True(exit == 0, output + error);
    }

    [LongFact]
    public async Task Spectral_finds_a_parameter_without_a_bound()
    {
        using var document = await ServedDocument.ReadAsync(api.Client);
        document.Root["components"]!["parameters"]!["q"]!["schema"]!.AsObject().Remove("maxLength");
        var (exit, output, _) = await node.RunAsync(Spectral, ["lint", document.Write(), .. SpectralRules]);
        Assert.Equal(1, exit);
        Assert.Contains("parameters.q", Assert.Single(output.Split('\n'), line => line.Contains(" error ")));
    }

    [Fact]
    public async Task Redocly_finds_nothing_by_its_strict_rules()
    {
        using var document = await ServedDocument.ReadAsync(api.Client);
        var (exit, output, error) = await node.RunAsync(Redocly, ["lint", document.Write(), .. RedoclyRules]);
        Assert.True(exit == 0, output + error);
    }

    [Fact]
    public async Task Redocly_finds_an_operation_without_a_summary()
    {
        using var document = await ServedDocument.ReadAsync(api.Client);
        document.Root["paths"]!["/v1"]!["get"]!.AsObject().Remove("summary");
        var (exit, output, _) = await node.RunAsync(Redocly, ["lint", document.Write(), .. RedoclyRules]);
        Assert.Equal(1, exit);
        Assert.Contains("operation-summary", output);
    }
}
