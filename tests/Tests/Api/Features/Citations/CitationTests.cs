using System.Text.Json;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Features.Citations;

/// <summary>Every answer can be cited: the dataset at its exact address, and the documents behind it.</summary>
public sealed class CitationTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private static readonly (string Extension, string MediaType)[] Formats =
    [
        ("txt", "text/plain"), ("bib", "application/x-bibtex"), ("ris", "application/x-research-info-systems"),
        ("json", "application/vnd.citationstyles.csl+json"),
    ];

    private string Base => api.Client.BaseAddress!.ToString().TrimEnd('/');

    [Theory, MemberData(nameof(Cases.List), MemberType = typeof(Cases))]
    public async Task Query_citation_lists_documents_of_its_results(string view)
    {
        var rows = await api.Client.LinesAsync($"/v1/{view}.ndjson?{Query(view)}");
        Assert.NotEmpty(rows);
        var named = rows[0].TryGetProperty("source_ids", out _)
            ? rows.SelectMany(row => Meaning.Texts(row.GetProperty("source_ids"))).Distinct()
            : ApiRequests.Ids(await api.Client.RowsAsync("sources"));
        var items = await ItemsAsync($"/v1/{view}/citation.json?{Query(view)}");
        Assert.Equal(named.Order(StringComparer.Ordinal), items[1..].Select(ApiRequests.Id));
        Assert.Equal($"{Base}/v1/{view}?dataset_version=1{(view == "search" ? "&q=energy" : "")}", Text(items[0], "URL"));
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task A_record_is_cited_with_its_documents(string resource)
    {
        var id = Cases.Find(resource).Example;
        var record = await api.Client.JsonAsync($"/v1/{resource}/{id}");
        var items = await ItemsAsync($"/v1/{resource}/{id}/citation.json");
        Assert.Equal(Meaning.Texts(record.GetProperty("source_ids")), items[1..].Select(ApiRequests.Id));
        var address = Text(items[0], "URL")!;
        Assert.Equal($"{Base}/v1/{resource}/{id}?dataset_version=1", address);
        Assert.True(JsonElement.DeepEquals(record, await api.Client.JsonAsync(address)));
        Assert.Contains(record.GetProperty(record.TryGetProperty("title", out _) ? "title" : "name").GetString()!, Text(items[0], "note"));
        foreach (var (extension, _) in Formats)
        {
            var text = await api.Client.GetStringAsync($"/v1/{resource}/{id}/citation.{extension}");
            Assert.Contains(address, text);
            Assert.All(items[1..], source => Assert.Contains(Text(source, "title")!, text));
        }
    }

    [Fact]
    public async Task The_dataset_is_cited_as_it_describes_itself()
    {
        var dataset = await api.Client.JsonAsync("/v1/dataset");
        var item = (await ItemsAsync("/v1/visits/citation.json"))[0];
        Assert.Equal("dataset", Text(item, "type"));
        Assert.Equal(Text(dataset, "title"), Text(item, "title"));
        Assert.Equal("1", Text(item, "version"));
        Assert.Equal(dataset.GetProperty("loaded_at").GetDateTime().Year, item.GetProperty("issued").GetProperty("date-parts")[0][0].GetInt32());
        Assert.Contains(Text(dataset, "content_hash")![..12], Text(item, "note"));
        Assert.False(item.TryGetProperty("author", out _) || item.TryGetProperty("publisher", out _));
    }

    [Fact]
    public async Task A_document_is_cited_as_it_is_described()
    {
        foreach (var item in (await ItemsAsync("/v1/sources/citation.json"))[1..])
        {
            var source = await api.Client.JsonAsync($"/v1/sources/{ApiRequests.Id(item)}");
            Assert.Equal(Text(source, "title"), Text(item, "title"));
            Assert.Equal(Text(source, "publisher"), Text(item, "publisher"));
            var author = Text(source, "author");
            var name = author is null ? null : LoadedApi.Seeds.Of<Person>().SingleOrDefault(person => person.Id == author)?.Name ?? author;
            Assert.Equal(name, item.TryGetProperty("author", out var authors) ? Text(authors[0], "literal") : null);
            var described = Text(item, "note")!.Split(' ')[^1];
            Assert.Equal(Text(source, "sha256"), Text(await api.Client.JsonAsync(described), "sha256"));
        }
    }

    [Fact]
    public async Task Cited_address_always_gives_the_same_answer()
    {
        const string Query = "sort=-id&country=RUS,CHN&fields=id,title&q=putin%20-gas&kind=visit";
        var item = (await ItemsAsync($"/v1/visits/citation.json?{Query}"))[0];
        Assert.Equal($"{Base}/v1/visits?country=RUS,CHN&dataset_version=1&fields=id,title&kind=visit&q=putin%20-gas&sort=-id", Text(item, "URL"));
        var cited = await api.Client.JsonAsync(Text(item, "URL")!);
        var asked = await api.Client.JsonAsync($"/v1/visits?{Query}");
        Assert.NotEmpty(asked.GetProperty("data").EnumerateArray());
        Assert.True(JsonElement.DeepEquals(asked.GetProperty("data"), cited.GetProperty("data")));
        var others = await ItemsAsync("/v1/visits/citation.json?kind=visit&q=putin%20-gas&fields=id,title&country=RUS,CHN&sort=-id");
        Assert.Equal(Text(others[0], "id"), Text(item, "id"));
    }

    [Fact]
    public async Task Citation_of_empty_result_has_no_documents() =>
        Assert.Single(await ItemsAsync("/v1/visits/citation.json?id=no-such-visit"));

    [Fact]
    public async Task Works_of_different_queries_have_different_keys()
    {
        string[] addresses =
        [
            "visits/citation", "visits/citation?kind=visit", "visits/citation?kind=meeting", "timeline/citation",
            "visits/xi-state-visit-to-russia-2023-03/citation",
        ];
        var keys = new List<string>();
        foreach (var address in addresses)
            keys.Add(ApiRequests.Id((await ItemsAsync($"/v1/{address.Replace("citation", "citation.json")}"))[0]));
        Assert.Equal(keys.Distinct(), keys);
        Assert.All(keys, key => Assert.Matches("^dataset-v1-[0-9a-f]{12}-[a-z0-9-]+$", key));
    }

    [Theory]
    [InlineData("/v1/timeline/citation", "country=RUS")]
    [InlineData("/v1/people/sergey-lavrov/citation", "")]
    public async Task Citation_format_follows_extension_then_Accept(string path, string question)
    {
        foreach (var (extension, mediaType) in Formats)
        {
            using var named = await api.Client.RequestAsync($"{path}.{extension}?{question}", ("Accept", "image/png"));
            using var preferred = await api.Client.RequestAsync($"{path}?{question}", ("Accept", mediaType));
            Assert.Equal(mediaType, named.Content.Headers.ContentType!.MediaType);
            Assert.Equal(named.Content.Headers.ContentType, preferred.Content.Headers.ContentType);
            Assert.Equal(await named.Content.ReadAsStringAsync(), await preferred.Content.ReadAsStringAsync());
            Assert.Equal(("Accept-Encoding", "Accept, Accept-Encoding"), (named.Header("Vary"), preferred.Header("Vary")));
        }

        using var any = await api.Client.RequestAsync($"{path}?{question}");
        Assert.Equal("text/plain", any.Content.Headers.ContentType!.MediaType);
        using var none = await api.Client.RequestAsync($"{path}?{question}", ("Accept", "image/png"));
        Assert.Equal(Formats.Select(format => format.MediaType), Meaning.Texts((await none.ProblemAsync(406)).GetProperty("allowed")));
    }

    [Theory]
    [InlineData("/v1/visits/citation.bib")]
    [InlineData("/v1/visits/xi-state-visit-to-russia-2023-03/citation.bib")]
    public async Task A_citation_is_cached_as_answers_are(string address)
    {
        using var first = await api.Client.RequestAsync(address);
        Assert.Equal("1", first.Header("Dataset-Version"));
        using var again = await api.Client.RequestAsync(address, ("If-None-Match", first.Header("ETag")!));
        Assert.Equal(304, (int)again.StatusCode);
        using var pinned = await api.Client.RequestAsync($"{address}?dataset_version=1");
        Assert.Contains("max-age=86400", pinned.Header("Cache-Control"));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await pinned.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Inapplicable_citation_parameters_are_refused_together()
    {
        var errors = await api.Client.ErrorsAsync("/v1/visits/citation?limit=5&cursor=x&bom=true&kind=party&colour=red&sort=colour&group_by=colour");
        Assert.Equal(
            [
                "bom not_applicable", "colour unknown_parameter", "cursor not_applicable", "group_by unknown_field",
                "kind unknown_code", "limit not_applicable", "sort unknown_field",
            ],
            errors.Select(error => $"{error.Parameter} {error.Code}").Order(StringComparer.Ordinal));
        await api.Client.ErrorAsync("/v1/search/citation", "q", "missing_parameter");
        await api.Client.ErrorAsync("/v1/visits/any/citation?fields=id", "fields", "unknown_parameter");
        foreach (var address in new[] { "/v1/visits/citation.xml", "/v1/visits/any/citation.xml" })
            Assert.Equal(["txt", "bib", "ris", "json"], (await api.Client.ErrorAsync(address, "format", "unknown_format")).Allowed!);
        var missing = await api.Client.ProblemAsync("/v1/visits/xi-state-visit-to-russia-2023-04/citation", 404);
        Assert.Equal("xi-state-visit-to-russia-2023-03", missing.GetProperty("did_you_mean").GetString());
    }

    [Theory, MemberData(nameof(Cases.List), MemberType = typeof(Cases))]
    public async Task Every_answer_links_its_citation(string view)
    {
        var query = view == "search" ? "&q=energy" : "";
        string[] addresses = [$"/v1/{view}?dataset_version=1{query}", $"/v1/{view}.csv?dataset_version=1{query}"];
        foreach (var address in addresses)
        {
            using var pinned = await api.Client.RequestAsync(address);
            using var unpinned = await api.Client.RequestAsync(address.Replace("dataset_version=1", "").Replace("?&", "?"));
            Assert.Equal($"<{Base}{address}>; rel=\"cite-as\"", unpinned.Header("Link")!.Split(", ")[0]);
            Assert.Equal(unpinned.Header("Link")!.Split(", ")[0], pinned.Header("Link")!.Split(", ")[0]);
        }
    }

    [Fact]
    public async Task Every_kind_of_answer_links_its_citation()
    {
        using var record = await api.Client.RequestAsync("/v1/visits/xi-state-visit-to-russia-2023-03?fields=id");
        Assert.Equal($"<{Base}/v1/visits/xi-state-visit-to-russia-2023-03?dataset_version=1&fields=id>; rel=\"cite-as\"", record.Header("Link"));
        using var counts = await api.Client.RequestAsync("/v1/visits/facets?by=kind");
        Assert.Equal($"<{Base}/v1/visits/facets?by=kind&dataset_version=1>; rel=\"cite-as\"", counts.Header("Link"));
        // This query is not cached under its canonical address yet.
        using var other = await api.Client.RequestAsync("/V1/Visits/?kind=summit", ("Accept", "text/csv"));
        Assert.Equal($"<{Base}/v1/visits.csv?dataset_version=1&kind=summit>; rel=\"cite-as\"", other.Header("Link"));
        using var table = await api.Client.RequestAsync("/v1/visits?kind=visit", ("Accept", "text/csv"));
        Assert.Equal($"<{Base}/v1/visits.csv?dataset_version=1&kind=visit>; rel=\"cite-as\"", table.Header("Link"));
        using var row = await api.Client.RequestAsync("/v1/visits/xi-state-visit-to-russia-2023-03", ("Accept", "text/csv"));
        Assert.Equal($"<{Base}/v1/visits/xi-state-visit-to-russia-2023-03.csv?dataset_version=1>; rel=\"cite-as\"", row.Header("Link"));
        var next = (await api.Client.JsonAsync("/v1/visits?limit=2")).GetProperty("page").GetProperty("next").GetString()!;
        using var page = await api.Client.RequestAsync(next);
        var cited = page.Header("Link")!.Split('>')[0][1..];
        Assert.Equal(await page.Content.ReadAsStringAsync(), await api.Client.GetStringAsync(cited));
        Assert.Contains("cursor=", cited);
    }

    private static string Query(string view) => view == "search" ? "q=energy" : "";

    private static string? Text(JsonElement item, string member) => item.TryGetProperty(member, out var value) ? value.GetString() : null;

    private async Task<JsonElement[]> ItemsAsync(string address) => [.. (await api.Client.JsonAsync(address)).EnumerateArray()];
}
