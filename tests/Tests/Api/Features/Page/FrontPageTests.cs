using System.Net;
using System.Text.RegularExpressions;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Features.Page;

/// <summary>The HTML of the page at /.</summary>
public sealed partial class FrontPageTests(LoadedApi api, PrivatePostgres postgres) : IClassFixture<LoadedApi>
{
    [Fact]
    public async Task Start_describes_the_dataset_and_links_on()
    {
        var page = await PageAsync("/");
        var dataset = await api.Client.JsonAsync("/v1/dataset");
        Assert.Contains($"<h1>{dataset.GetProperty("title").GetString()}</h1>", page);
        foreach (var resource in dataset.GetProperty("records").EnumerateObject())
            Assert.Matches($"href=\"/\\?resource={resource.Name}\"><strong>{resource.Value}</strong>", page);
        string[] addresses =
            ["/swagger/index.html", "/notebooks", "/v1/dataset/bundle.zip", "/v1/timeline.csv", "/v1/timeline.parquet", "/v1/dataset"];
        foreach (var address in addresses)
            Assert.Contains($"href=\"{address}\"", page);
        var links = (await api.Client.JsonAsync("/v1")).GetProperty("links").EnumerateObject().Select(link => link.Value.GetString()!);
        foreach (var chart in links.Where(link => link.EndsWith("chart.svg")))
            Assert.Matches($"src=\"{chart}\\?{(chart.Contains("panel") ? "dyad=CHN-RUS&amp;" : "")}width=960", page);
    }

    [Fact]
    public async Task Record_shows_phrase_document_and_paragraph()
    {
        var page = await PageAsync("/?resource=statements&id=blinken-marriage-of-convenience-2023-03");
        Assert.Contains("They have a marriage of convenience", page);
        Assert.Contains("Antony Blinken, Secretary of State", page);
        Assert.Matches("href=\"/\\?resource=sources&amp;id=gabuev-2024-unholy-alliance\">[^<]+</a>, paragraph 5", page);
        Assert.Contains("some time in March 2023", page);
    }

    [Theory, InlineData("putin-state-visit-to-china-2024-05.csv"), InlineData("facets"), InlineData("chart.svg")]
    [InlineData("a/evidence"), InlineData(".."), InlineData("a?b"), InlineData("."), InlineData("citation"), InlineData("chart")]
    [InlineData("series")]
    [InlineData("*"), InlineData("-"), InlineData("CHN"), InlineData("%2e%2e")]
    [InlineData("putin-state-visit-to-china-2024-05/citation.bib"), InlineData("\ue000")]
    [InlineData("putin-state-visit-to-china-2024-05#x"), InlineData("PUTIN-STATE-VISIT-TO-CHINA-2024-05")]
    public async Task An_id_is_never_another_address(string id)
    {
        foreach (var resource in Cases.Resource.Select(resource => resource.Data))
        {
            using var response = await api.Client.GetAsync($"/?resource={resource}&id={Uri.EscapeDataString(id)}");
            Assert.True(
                (resource, id) == ("countries", "CHN") || response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest
                || (await response.Content.ReadAsStringAsync()).Contains("Nothing matches"), $"{resource} {id} {response.StatusCode}");
        }
    }

    [Fact]
    public async Task Every_address_gives_its_own_view()
    {
        const string Question = "kind=quote&person=vladimir-putin&date_from=2022";
        var page = await PageAsync($"/?resource=statements&{Question}");
        var total = (await api.Client.JsonAsync($"/v1/statements?{Question}")).GetProperty("page").GetProperty("total").GetInt32();
        Assert.Contains($"<strong>{total}</strong> records", page);
        var addresses = As().Match(page).Value;
        foreach (var format in new[] { "csv", "parquet", "ndjson", "arrow", "xlsx" })
            Assert.Contains($"href=\"/v1/statements.{format}?{Question.Replace("&", "&amp;")}\"", addresses);
        foreach (Match link in Link().Matches(addresses))
        {
            var address = WebUtility.HtmlDecode(link.Groups[1].Value);
            if (address.Contains("/chart."))
                continue;
            using var response = await api.Client.RequestAsync(address);
            Assert.True(response.IsSuccessStatusCode, address);
        }
    }

    [Fact]
    public async Task Errors_of_the_API_are_shown()
    {
        using var response = await api.Client.RequestAsync("/?resource=statements&kind=qoute&bogus=1");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-store", response.Header("Cache-Control"));
        var page = await response.Content.ReadAsStringAsync();
        var problem = await api.Client.ProblemAsync("/v1/statements?kind=qoute&bogus=1", 400);
        foreach (var error in problem.GetProperty("errors").EnumerateArray())
            Assert.Contains(error.GetProperty("detail").GetString()!, WebUtility.HtmlDecode(page));
        Assert.Contains("href=\"/?resource=statements&amp;bogus=1&amp;kind=quote\"", page); // Did you mean.
        Assert.Contains("href=\"/?resource=statements&amp;kind=qoute\"", page); // Without bogus.
    }

    [Theory]
    [InlineData("/?resource=statement", 400, "statements")]
    [InlineData("/?resource=statements&id=blinken-mariage-of-convenience-2023-03", 404, "blinken-marriage-of-convenience-2023-03")]
    [InlineData("/?kind=quote", 400, "not a parameter here")]
    [InlineData("/?country=CHN&country=RUS", 400, "country")]
    [InlineData("/?dataset_version=99", 400, "There is no version 99")]
    [InlineData("/?cursor=nonsense", 400, "cursor")]
    [InlineData("/?q=%FF%FE&limit=0", 400, "limit")]
    [InlineData("/?resource=statements&id=%00", 400, "control character")]
    [InlineData("/?resource=statements&id=%2Fe%00&snippets=true", 400, "control character")]
    public async Task Unanswerable_query_says_why(string address, int status, string why)
    {
        using var response = await api.Client.RequestAsync(address);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(why, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Empty_result_shows_suggestions()
    {
        var page = await PageAsync("/?q=lavrof");
        Assert.Contains("Nothing matches", page);
        Assert.Contains("href=\"/?q=lavrov\"", page);
    }

    [Fact]
    public async Task Contradicting_records_are_marked_and_linked()
    {
        var page = await PageAsync("/?resource=trade-figures&id=bilateral-trade-2023");
        Assert.Contains("Contradicted.", page);
        Assert.Contains("href=\"/?resource=contradictions&amp;record=trade-figures%2Fbilateral-trade-2023\"", page);
        Assert.Contains("href=\"/?resource=trade-figures&amp;id=china-exports-to-russia-2023\"", page);
        Assert.Contains("Energy is all, and 73 percent, of what China bought from Russia in 2023", page);
    }

    [Fact]
    public async Task Paging_uses_the_cursor_of_the_API()
    {
        var seen = new List<string>();
        for (var address = "/?resource=visits&limit=15"; address is not null;)
        {
            var page = await PageAsync(address);
            seen.AddRange(Card().Matches(page).Select(card => card.Groups[1].Value));
            address = Next().Match(page) is { Success: true } next ? WebUtility.HtmlDecode(next.Groups[1].Value) : null;
        }

        Assert.Equal(LoadedApi.Seeds.Of<Visit>().Count, seen.Count);
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public async Task Page_is_cached_and_revalidated()
    {
        using var first = await api.Client.RequestAsync("/?topic=energy");
        Assert.Equal("1", first.Header("Dataset-Version"));
        using var again = await api.Client.RequestAsync("/?topic=energy", ("If-None-Match", first.Header("ETag")!));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var head = await api.Client.RequestAsync(HttpMethod.Head, "/?topic=energy");
        Assert.Equal(first.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        using var pinned = await api.Client.RequestAsync("/?topic=energy&dataset_version=1");
        Assert.Contains("max-age=86400", pinned.Header("Cache-Control"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/?resource=statements")]
    [InlineData("/?kind=x")]
    public async Task Page_loads_and_runs_only_own_files(string address)
    {
        for (var time = 0; time < 2; time++)
        {
            using var response = await api.Client.RequestAsync(address);
            Assert.Equal(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
                + "base-uri 'none'; frame-ancestors 'none'",
                response.Header("Content-Security-Policy"));
            var page = await response.Content.ReadAsStringAsync();
            Assert.DoesNotContain("style=", page);
            Assert.DoesNotContain("<style", page);
            Assert.Single(Script().Matches(page));
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/?q=china")]
    [InlineData("/?resource=statements&limit=20")]
    [InlineData("/?resource=trade-figures&id=bilateral-trade-2023&snippets=true")]
    [InlineData("/?resource=statements&bogus=1")]
    public async Task Page_is_under_100_KB_without_charts(string address)
    {
        using var response = await api.Client.RequestAsync(address, ("Accept-Encoding", "identity"));
        var page = await response.Content.ReadAsStringAsync();
        var size = response.Content.Headers.ContentLength!.Value;
        var files = File().Matches(page).Select(file => file.Groups[1].Value).Distinct().ToArray();
        Assert.Equal(3, files.Length);
        foreach (var file in files)
        {
            using var asked = await api.Client.RequestAsync(file, ("Accept-Encoding", "identity"));
            Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
            Assert.Contains("max-age=86400", asked.Header("Cache-Control"));
            size += asked.Content.Headers.ContentLength!.Value;
        }

        Assert.InRange(size, 1, 100_000);
    }

    [Fact]
    public async Task Page_is_HTML_and_links_its_JSON()
    {
        using var response = await api.Client.RequestAsync("/?topic=energy", ("Accept", "application/json"));
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(
            "<link rel=\"alternate\" type=\"application/json\" href=\"/v1/timeline?topic=energy&amp;limit=20\"",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Empty_form_fields_leave_the_address()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = api.Client.BaseAddress };
        using var response = await client.GetAsync("/?q=&resource=visits&kind=&date_from=2022");
        Assert.Equal("/?resource=visits&date_from=2022", response.Headers.Location!.ToString());
    }

    /// <summary>A header may not have the control characters that the first line of a request may.</summary>
    [Theory, InlineData("\u0001", "%01"), InlineData("a\rb", "a%0Db"), InlineData("\u007f", "%7F"), InlineData("a#b", "a%23b")]
    [InlineData("%0D%0AX:1", "%0D%0AX:1")]
    public async Task Empty_fields_beside_control_characters_leave_the_address(string value, string encoded)
    {
        var answer = await RawConnection.RequestAsync(
            api.Client.BaseAddress!, $"GET /?q={value}&kind= HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.Equal((302, $"/?q={encoded}"), (answer.Status, answer.Header("Location")));
    }

    [Theory]
    [InlineData("/?q=%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/?kind=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/?%3Cscript%3Ealert(1)%3C/script%3E=1")]
    [InlineData("/?resource=statements&id=%22%3E%3Cscript%3Ealert(1)")]
    public async Task Address_text_is_escaped(string address)
    {
        using var response = await api.Client.RequestAsync(address);
        Assert.DoesNotContain("<script>", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Page_without_dataset_shows_the_error()
    {
        await using var database = await postgres.CreateMigratedAsync();
        await using var running = await RunningApi.StartAsync(database);
        using var response = await running.Client.RequestAsync("/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("5", response.Header("Retry-After"));
        Assert.Contains("The database holds no dataset yet.", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Texts_of_another_dataset_are_escaped()
    {
        using var small = new SmallDataset();
        small.Edit("dataset.json", "Germany and the United States", "<i>Germany</i> & the United States");
        small.Edit("statements.json", "John F. Kennedy calls himself a Berliner", "<script>alert(1)</script>");
        await using var database = await postgres.CreateLoadedAsync(small.Read());
        await using var running = await RunningApi.StartAsync(database);
        var page = await running.Client.GetStringAsync("/");
        Assert.Contains("<h1>Relations between countries: &lt;i&gt;Germany&lt;/i&gt; &amp; the United States</h1>", page);
        Assert.Contains("Germany – United States", page);
        Assert.DoesNotContain("China", page);
        var record = await running.Client.GetStringAsync("/?resource=statements&id=kennedy-berliner-1963");
        Assert.Contains("<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>", record);
        Assert.Contains("26 June 1963", record);
    }

    [Fact]
    public async Task Choice_of_several_resources_is_preserved() => Assert.Matches(
        "<option value=\"visits,statements\" selected[^>]*>visits or statements</option>",
        (await PageAsync("/?resource=visits,statements")).ToLowerInvariant());

    [Theory]
    [InlineData("country=CHN&topic=trade", "")]
    [InlineData("country=CHN&dyad=CHN-RUS&topic=trade", "&source_id=putin-state-visit-to-china")]
    public async Task First_filters_offer_what_would_match_without_them(string others, string counted)
    {
        var page = await PageAsync($"/?{others}&source_id=putin-state-visit-to-china");
        var facets = await api.Client.JsonAsync($"/v1/timeline/facets?{others}{counted}&by=source_ids");
        var offered = Option().Matches(Select("source_id").Match(page).Value).Select(option => $"{option.Groups[1]} {option.Groups[2]}");
        Assert.Equal(
            facets.GetProperty("data")[0].GetProperty("values").EnumerateArray()
                .Select(value => $"{value.GetProperty("value")} {value.GetProperty("count")}").Order(StringComparer.Ordinal),
            offered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Records_show_all_fields_on_any_page()
    {
        var seeds = LoadedApi.Seeds.With<Statement>(statements => Enumerable.Range(0, 120).Select(i =>
            statements[0] with { Id = $"{new string('a', 90)}-{i:000}", QuoteParts = [$"The words {i}."] }));
        await using var database = await postgres.CreateLoadedAsync(seeds);
        await using var running = await RunningApi.StartAsync(database);
        var page = await running.Client.GetStringAsync("/?limit=1000");
        foreach (var i in Enumerable.Range(0, 120))
            Assert.Contains($"The words {i}.", page);
    }

    private static Regex Select(string id) => new($"<select id=\"{id}\".*?</select>", RegexOptions.Singleline);

    private async Task<string> PageAsync(string address)
    {
        using var response = await api.Client.RequestAsync(address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("<option value=\"([^\"]+)\"[^>]*>[^<]* \\(([0-9]+)\\)</option>")]
    private static partial Regex Option();

    [GeneratedRegex("<nav class=\"as\".*?</nav>", RegexOptions.Singleline)]
    private static partial Regex As();

    [GeneratedRegex("href=\"(/[^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex("<h3 id=\"([^\"]+)\">")]
    private static partial Regex Card();

    [GeneratedRegex("rel=\"next\" href=\"([^\"]+)\"")]
    private static partial Regex Next();

    [GeneratedRegex("(?:src|href)=\"(/page/[^\"]+)\"")]
    private static partial Regex File();

    [GeneratedRegex("<script")]
    private static partial Regex Script();
}
