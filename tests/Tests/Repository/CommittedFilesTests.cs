using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
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
    public Task Committed_coverage_is_the_generated_one() =>
        CommittedFile.CompareAsync("seeds/COVERAGE.md", _ => CoverageWriter.Markdown(LoadedApi.Seeds));

    [Fact]
    public void Coverage_has_every_paragraph_with_a_record_or_a_reason()
    {
        var coverage = LoadedApi.Seeds.Of<Coverage>().ToDictionary(paragraph => paragraph.Id);
        Assert.Equal(
            LoadedApi.Seeds.Of<Source>().SelectMany(source => Enumerable.Range(1, source.ParagraphCount)
                .Select(paragraph => Coverage.IdOf(source.Id, paragraph))),
            coverage.Keys);
        Assert.All(coverage.Values, paragraph => Assert.True(paragraph.Records.Count + paragraph.LeftOut.Count > 0, paragraph.Id));
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
