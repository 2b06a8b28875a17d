using System.Text.Json;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Features.Citations;

/// <summary>Independent readers parse citations with special characters correctly.</summary>
public sealed class CitationFormatTests(PrivatePostgres postgres, NodeTools node) : IAsyncLifetime
{
    private const string Title = "Tom & {Jerry} \\ 100% #1 under_score ~tilde^ $5 } “Ünï – 中文” US";

    private static readonly string?[] Dates = ["2023-05-22/2023-05-28", "2024-06?", "2021-23~", "../2014", null];

    private static readonly SourceKind[] Kinds = [SourceKind.Essay, SourceKind.Newsletter, SourceKind.BlogPost, SourceKind.Analysis, SourceKind.News];

    private static readonly SeedSet Awkward = LoadedApi.Seeds.With<Source>(sources => sources.Select((source, i) => source with
    {
        Title = $"{Title}\nline {i}",
        Author = i == 0 ? "Smith, Jones & {Sons} and Daughters" : null,
        Publisher = i == 1 ? "R&D {Press} 50%" : null,
        Date = Dates[i] is { } date ? FuzzyDate.Parse(date) : null,
        DateBasis = Dates[i] is null ? null : DateBasis.Stated,
        DateNote = null,
        Kind = Kinds[i],
    }));

    private TestDatabase _database = null!;
    private RunningApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateLoadedAsync(Awkward);
        _api = await RunningApi.StartAsync(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("bib", "@biblatex/text")]
    [InlineData("ris", "@ris/file")]
    public async Task Another_program_reads_what_was_written(string extension, string type)
    {
        var items = await ReadAsync(type, await _api.Client.GetStringAsync($"/v1/sources/citation.{extension}?q=line%20or%20jerry%20-gas"));
        Assert.Equal(await KeysAsync(), items.Select(ApiRequests.Id));
        Assert.StartsWith(
            $"{_api.Client.BaseAddress}v1/sources?dataset_version=1&q=line%20or%20jerry%20-gas", items[0].GetProperty("URL").GetString());
        Assert.Equal("1", items[0].GetProperty("version").GetString());
        foreach (var (source, i) in Awkward.Of<Source>().Select((source, i) => (source, i)))
        {
            var item = items.Single(item => ApiRequests.Id(item) == source.Id);
            Assert.Equal($"{Title} line {i}", item.GetProperty("title").GetString());
            Assert.Equal(source.Publisher, item.TryGetProperty("publisher", out var publisher) ? publisher.GetString() : null);
            Assert.Equal(source.Author is not null, item.TryGetProperty("author", out _));
            Assert.EndsWith($"/v1/sources/{source.Id}?dataset_version=1", item.GetProperty("note").GetString());
        }
    }

    [Fact]
    public async Task Bibtex_keeps_an_author_in_one_piece()
    {
        var items = await ReadAsync("@biblatex/text", await _api.Client.GetStringAsync("/v1/sources/citation.bib"));
        var author = Assert.Single(items.Single(item => ApiRequests.Id(item) == Awkward.Of<Source>()[0].Id).GetProperty("author").EnumerateArray());
        Assert.Equal("Smith, Jones & {Sons} and Daughters", author.GetProperty("family").GetString());
    }

    [Fact]
    public async Task Csl_dates_keep_their_precision()
    {
        var items = (await _api.Client.JsonAsync("/v1/sources/citation.json")).EnumerateArray().ToDictionary(ApiRequests.Id);
        var issued = Awkward.Of<Source>().Select(source => items[source.Id].TryGetProperty("issued", out var date) ? date.GetRawText() : null);
        Assert.Equal(
            [
                """{"date-parts":[[2023,5,22],[2023,5,28]]}""", """{"date-parts":[[2024,6]],"circa":true}""",
                """{"circa":true,"literal":"Autumn 2021"}""",
                """{"literal":"../2014"}""", null,
            ],
            issued);
    }

    [Fact]
    public async Task Bibtex_dates_are_those_of_biblatex()
    {
        var text = await _api.Client.GetStringAsync("/v1/sources/citation.bib");
        Assert.Contains("note = {Date in EDTF: ../2014. Described at ", text);
        var dates = text.Split('\n').Where(line => line.StartsWith("  date = {", StringComparison.Ordinal)).Select(line => line[10..^2]);
        Assert.Equal(
            Dates.OfType<string>().Where(date => !date.StartsWith('.')).Order(StringComparer.Ordinal),
            dates.Skip(1).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ris_has_tags_and_CRLF_lines()
    {
        var text = await _api.Client.GetStringAsync("/v1/sources/citation.ris");
        Assert.DoesNotContain('\n', text.Replace("\r\n", ""));
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches("^[A-Z][A-Z0-9]  - ", line));
        Assert.Equal(6, lines.Count(line => line.StartsWith("TY  - ", StringComparison.Ordinal)));
        Assert.Equal(6, lines.Count(line => line == "ER  - "));
        Assert.Contains(lines, line => line.StartsWith("N1  - Date in EDTF: 2021-23~. Described at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_has_one_line_for_each_document()
    {
        var lines = (await _api.Client.GetStringAsync("/v1/sources/citation")).Split('\n');
        Assert.Contains("Version 1.", lines[0]);
        Assert.Equal(5, lines.Count(line => line.StartsWith("- ", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.StartsWith(
            $"- Smith, Jones & {{Sons}} and Daughters. “{Title} line 0”. 2023-05-22/2023-05-28. ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Document_kind_uses_terms_of_the_format()
    {
        var items = (await _api.Client.JsonAsync("/v1/sources/citation.json")).EnumerateArray()
            .ToDictionary(ApiRequests.Id, item => item.GetProperty("type").GetString());
        Assert.Equal(
            ["article-magazine", "article-magazine", "post-weblog", "article-magazine", "article-newspaper"],
            Awkward.Of<Source>().Select(source => items[source.Id]));
    }

    /// <summary>The entries of a text as citation.js parses them. The type is @biblatex/text or @ris/file.</summary>
    private async Task<JsonElement[]> ReadAsync(string type, string text)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.In("citation"), text);
        var (exitCode, output, error) = await node.RunAsync("read-citation.cjs", type, folder.In("citation"));
        Assert.True(exitCode == 0, error);
        return [.. JsonSerializer.Deserialize<JsonElement>(output).EnumerateArray()];
    }

    private async Task<IEnumerable<string>> KeysAsync() =>
        (await _api.Client.JsonAsync("/v1/sources/citation.json?q=line%20or%20jerry%20-gas")).EnumerateArray().Select(ApiRequests.Id);
}
