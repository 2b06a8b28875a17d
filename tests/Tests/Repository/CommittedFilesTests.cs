using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dataset;
using Tests.Fixtures;
using Xunit;

namespace Tests.Repository;

/// <summary>
/// Files that are generated from the code and committed, so that a review shows their changes. With the environment
/// variable ACCEPT_CHANGES set, the tests write them instead.
/// </summary>
public sealed partial class CommittedFilesTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Fact]
    public async Task Committed_OpenAPI_document_is_the_served_one()
    {
        var served = (await api.Client.GetStringAsync("/swagger/v1/swagger.json")).ReplaceLineEndings("\n").TrimEnd() + "\n";
        await CommittedFile.CompareAsync("src/Api/openapi.json", _ => served);
    }

    [Fact]
    public async Task Coverage_names_every_record_by_paragraph()
    {
        var coverage = (await File.ReadAllTextAsync(CommittedFile.PathOf("seeds/COVERAGE.md"))).ReplaceLineEndings("\n").Split("## `")
            .ToDictionary(section => section.Split('`')[0], section => section.Split('\n'));
        Assert.All(LoadedApi.Seeds.Entries.Values.SelectMany(entries => entries).OfType<RelationRecord>(), record =>
            Assert.All(record.Evidence, evidence => Assert.Contains(coverage[evidence.SourceId], line =>
                line.StartsWith($"| {evidence.Paragraph} |", StringComparison.Ordinal) && line.Contains($"`{record.Id}`"))));
        Assert.All(LoadedApi.Seeds.Entries.Values.SelectMany(entries => entries).OfType<Source>(), source =>
            Assert.Equal(source.ParagraphCount, coverage[source.Id].Count(line => line.Length > 2 && line[0] == '|' && char.IsAsciiDigit(line[2]))));
    }

    [Fact]
    public async Task README_chart_is_the_served_one()
    {
        var readme = await File.ReadAllTextAsync(CommittedFile.PathOf("README.md"));
        using var request = new HttpRequestMessage(HttpMethod.Get, ChartAddress().Match(readme).Groups["address"].Value);
        request.Headers.Host = "localhost:5080"; // The picture contains the address of its table.
        using var response = await api.Client.SendAsync(request);
        var served = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        Assert.Matches(LoadDay(), served);
        var undated = LoadDay().Replace(WidthOfOrigin().Replace(served, ""), "");
        await CommittedFile.CompareAsync("src/Api/Features/Charts/readme.svg", _ => undated + "\n");
    }

    [Fact]
    public async Task README_shows_the_real_first_answer()
    {
        var readme = await File.ReadAllTextAsync(CommittedFile.PathOf("README.md"));
        var address = readme.Split("curl 'http://localhost:5080")[1].Split('\'')[0];
        var shown = JsonNode.Parse(readme.Split("```json")[1].Split("```")[0])!;
        var answered = JsonNode.Parse(await api.Client.GetStringAsync(address))!;
        foreach (var answer in new[] { shown, answered })
            answer["meta"]!.AsObject().Remove("content_hash"); // It changes with every edit of the seeds. README shows only its form.
        Assert.True(JsonNode.DeepEquals(shown, answered), $"README shows {shown.ToJsonString()}, and the answer is {answered.ToJsonString()}");
    }

    [GeneratedRegex(@"`(?<address>/v1/[\w/-]+/chart\.svg\?[^`]+)`")]
    private static partial Regex ChartAddress();

    /// <summary>The day of the load, which differs each time.</summary>
    [GeneratedRegex(@"(?<=, version 1) of \d{4}-\d\d-\d\d")]
    private static partial Regex LoadDay();

    /// <summary>The width of the line that ends with that day.</summary>
    [GeneratedRegex(@" textLength=""[\d.]+""(?=>Sources: )")]
    private static partial Regex WidthOfOrigin();
}
