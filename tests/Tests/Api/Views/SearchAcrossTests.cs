using System.Net;
using System.Text.Json;
using Api.Listing.Declare;
using Api.Listing.Sql;
using Api.Resources;
using Dapper;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Views;

/// <summary>One search over all resources has the results of each resource, the best first, with the words marked.</summary>
public sealed class SearchAcrossTests(LoadedApi api, PrivatePostgres postgres) : IClassFixture<LoadedApi>
{
    [Theory]
    [InlineData("russia"), InlineData("putin -moscow"), InlineData("\"no limits\"")]
    [InlineData("oil or gas"), InlineData("Sergei Lavrov"), InlineData("no-limits")]
    public async Task Search_finds_and_counts_each_resources_matches(string search)
    {
        var question = ApiRequests.Parameter("q", search);
        var hits = await api.Client.LinesAsync($"/v1/search.ndjson?{question}");
        var counts = (await api.Client.JsonAsync($"/v1/search?{question}&limit=1")).GetProperty("meta").GetProperty("counts");
        Assert.NotEmpty(hits);
        foreach (var resource in Registry.All.Select(resource => resource.Name))
        {
            var expected = await api.Client.IdsAsync(resource, $"sort=id&{question}");
            var found = hits.Where(hit => hit.GetProperty("resource").GetString() == resource);
            Assert.Equal(expected, ApiRequests.Ids(found).Order(StringComparer.Ordinal));
            Assert.Equal(expected.Length, counts.TryGetProperty(resource, out var count) ? count.GetInt32() : 0);
        }
    }

    [Fact]
    public async Task The_best_match_comes_first()
    {
        var ranks = (await api.Client.ListAsync("search")).Select(hit => hit.GetProperty("rank").GetDecimal()).ToArray();
        Assert.Equal(ranks.OrderDescending(), ranks);
        Assert.True(ranks[0] > ranks[^1]);
    }

    [Theory, InlineData("putin", "putin"), InlineData("visits", "visit"), InlineData("limits", "limit")]
    [InlineData("\"trade between\"", "trade", "between")]
    public async Task Highlights_are_excerpts_with_marked_words(string search, params string[] stems)
    {
        var hits = await api.Client.LinesAsync($"/v1/search.ndjson?{ApiRequests.Parameter("q", search)}");
        await AssertMarkedAsync(api.Client, hits, stems);
        Assert.Contains(hits, hit => hit.GetProperty("highlights").GetArrayLength() > 0);
    }

    [Theory, InlineData(RequestKind.Page, 7), InlineData(RequestKind.Table, null)]
    public async Task Highlights_are_computed_once_per_row(RequestKind kind, int? limit)
    {
        var query = Parsing.ParseRequest("search", "q=russia", kind) with { Limit = limit };
        var sql = kind == RequestKind.Page ? SqlBuilder.Page(query, 1) : SqlBuilder.Table(query, 1, field => field.Cell);
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var connection = await postgres.OpenAsSuperuserAsync(database);
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("set local track_functions = 'all'");
        var rows = (await connection.QueryAsync(sql.Text, sql.Values)).Count();
        Assert.True(limit is null ? rows > 7 : rows == limit + 1, $"{rows} rows");
        Assert.Equal(rows, await connection.ExecuteScalarAsync<long>("select calls from pg_stat_xact_user_functions where funcname = 'highlighted'"));
    }

    [Fact]
    public async Task Offsets_count_characters_beyond_the_basic_plane_once()
    {
        const string Title = "\U0001F600\U0001F680 parade of \U0001D49C\U0001D4B7 in Beijing \U0001F389, a second parade \U0001F600";
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds.With<Visit>(visits =>
            [visits[0] with { Title = Title, Note = null }, .. visits.Skip(1)]));
        await using var running = await RunningApi.StartAsync(database);
        var hits = await running.Client.LinesAsync("/v1/search.ndjson?q=parade&resource=visits");
        var hit = hits.Single(candidate => candidate.GetProperty("title").GetString() == Title);
        Assert.Equal(["parade", "parade"], Marked(hit));
        await AssertMarkedAsync(running.Client, [hit], ["parade"]);
    }

    [Theory]
    [InlineData("exports", "The zeppelin <exports> of <b>oil</b> &amp; \"gas\" &lt; coal; a < b > c")]
    [InlineData("oil", "The zeppelin <exports> of <b>oil</b> &amp; \"gas\" &lt; coal; a < b > c")]
    [InlineData("zeppelin", "The \uE000zeppelin\uE001 of \uE001private\uE000 use, \uE000")]
    [InlineData("gas zeppelin", "A zeppelin at https://example.org/oil/gas?coal=1#peat, mail to me@example.org")]
    [InlineData("example", "A zeppelin at https://example.org/oil/gas?coal=1#peat, mail to me@example.org")]
    [InlineData("usr bin", "A zeppelin in /usr/local/bin and C:\\temp, or oil/gas")]
    [InlineData("oil/gas", "A zeppelin in /usr/local/bin and C:\\temp, or oil/gas")]
    [InlineData("zeppelin", "“Zeppelin’s” — no‑limits … 3.5 per cent, U.S. and R&D")]
    [InlineData("limits 3.5 R&D", "“Zeppelin’s” — no‑limits … 3.5 per cent, U.S. and R&D")]
    public async Task Snippet_is_the_text_as_it_is(string search, string note)
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds.With<Visit>(visits =>
            [visits[0] with { Note = note }, .. visits.Skip(1)]));
        await using var running = await RunningApi.StartAsync(database);
        var question = $"{ApiRequests.Parameter("q", search)}&resource=visits&id={LoadedApi.Seeds.Of<Visit>()[0].Id}";
        var hit = Assert.Single(await running.Client.LinesAsync($"/v1/search.ndjson?{question}"));
        Assert.Equal("note", hit.GetProperty("snippet_field").GetString());
        Assert.Contains(hit.GetProperty("snippet").GetString()!, note);
        var words = search.Split(' ', '/', '&');
        Assert.Equal(words.Order(), Marked(hit).Select(word => word.Length > 1 ? word.ToLowerInvariant() : word).Distinct().Order());
        var row = (await running.Client.JsonAsync($"/v1/search?{question}")).GetProperty("data")[0];
        Assert.Equal(hit.GetRawText(), row.GetRawText());
        var csv = Csv.Parse(await running.Client.GetStringAsync($"/v1/search.csv?{question}"));
        Assert.Equal(hit.GetProperty("snippet").GetString(), csv[1][csv[0].ToList().IndexOf("snippet")]);
        var page = WebUtility.HtmlDecode((await running.Client.GetStringAsync($"/?{ApiRequests.Parameter("q", search)}"))
            .Replace("<mark>", "", StringComparison.Ordinal).Replace("</mark>", "", StringComparison.Ordinal));
        Assert.Contains(hit.GetProperty("snippet").GetString()!, page);
    }

    [Fact]
    public async Task Hits_are_filtered_and_sorted_like_records()
    {
        var all = await api.Client.LinesAsync("/v1/search.ndjson?q=putin");
        var expected = all.Where(hit =>
            (hit.GetProperty("date_end").GetString() is { } end ? string.CompareOrdinal(end, "2022") >= 0
                : hit.GetProperty("date_start").ValueKind == JsonValueKind.String)
            && Meaning.Texts(hit.GetProperty("countries")).Contains("CHN"));
        Assert.Equal(
            expected.Select(hit => hit.GetRawText()).Order(),
            (await api.Client.LinesAsync("/v1/search.ndjson?q=putin&date_from=2022&country=CHN&sort=-date")).Select(hit => hit.GetRawText()).Order());
    }

    [Theory]
    [InlineData("search?q=putni", "putin")]
    [InlineData("search?q=Moscwo%20putin", "moscow putin")]
    [InlineData("visits?q=moscwo", "moscow")]
    [InlineData("timeline?q=beijng", "beijing")]
    [InlineData("visits?q=moscwo&group_by=year", "moscow")]
    public async Task Misspelling_suggests_searches_with_results(string address, string meant)
    {
        var suggestions = await SuggestionsAsync(address);
        Assert.Equal(meant, suggestions[0]);
        Assert.InRange(suggestions.Length, 1, 3);
        foreach (var suggestion in suggestions)
        {
            var page = await api.Client.JsonAsync($"/v1/{address.Split('?')[0]}?{ApiRequests.Parameter("q", suggestion)}");
            Assert.NotEqual(0, page.GetProperty("page").GetProperty("total").GetInt32());
        }
    }

    [Fact]
    public async Task Suggestions_appear_only_for_near_misses()
    {
        Assert.Empty(await SuggestionsAsync("search?q=zzzzqqqqxxxx"));
        Assert.Empty(await SuggestionsAsync("visits?q=putin&id=nothing"));
        Assert.Empty(await SuggestionsAsync("visits?q=moscwo&id=nothing"));
        Assert.False((await api.Client.JsonAsync("/v1/search?q=putin")).GetProperty("meta").TryGetProperty("suggestions", out _));
        Assert.False((await api.Client.JsonAsync("/v1/visits?id=nothing")).GetProperty("meta").TryGetProperty("suggestions", out _));
    }

    [Fact]
    public async Task Hostile_search_gets_few_suggestions()
    {
        var letters = Enumerable.Range(0, 125).Select(i => $"q{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}");
        string[] searches =
        [
            string.Join(' ', letters)[..499], new string('x', 500), string.Concat(Enumerable.Repeat("putni'%_\\ ", 50)),
            "((((!& putni :*", "\u0130stanbul \U0001D49C\U0001D4B7\U0001D4B8\U0001D4B9",
        ];
        foreach (var search in searches)
            Assert.InRange((await SuggestionsAsync($"search?{ApiRequests.Parameter("q", search)}")).Length, 0, 3);
    }

    private async Task<string[]> SuggestionsAsync(string address)
    {
        var page = await api.Client.JsonAsync($"/v1/{address}");
        Assert.Equal(0, page.GetProperty("page").GetProperty("total").GetInt32());
        return Meaning.Texts(page.GetProperty("meta").GetProperty("suggestions"));
    }

    private static async Task AssertMarkedAsync(HttpClient client, IReadOnlyList<JsonElement> hits, string[] stems)
    {
        foreach (var hit in hits)
        {
            Assert.All(Marked(hit), word => Assert.Contains(stems, stem => word.StartsWith(stem, StringComparison.OrdinalIgnoreCase)));
            var record = await client.JsonAsync(hit.GetProperty("href").GetString()!);
            var field = hit.GetProperty("snippet_field").GetString()!;
            var texts = field == "evidence"
                ? record.GetProperty(field).EnumerateArray().Select(piece => piece.GetProperty("exact").GetString()!)
                : [record.GetProperty(field).GetString()!];
            Assert.Contains(texts, text => text.Contains(hit.GetProperty("snippet").GetString()!, StringComparison.Ordinal));
        }
    }

    /// <summary>The segments of the snippet that are highlighted. Positions are code points.</summary>
    private static string[] Marked(JsonElement hit)
    {
        var runes = hit.GetProperty("snippet").GetString()!.EnumerateRunes().ToArray();
        return [.. hit.GetProperty("highlights").EnumerateArray().Select(place =>
            string.Concat(runes[place.GetProperty("start").GetInt32()..place.GetProperty("end").GetInt32()].Select(rune => rune.ToString())))];
    }
}
