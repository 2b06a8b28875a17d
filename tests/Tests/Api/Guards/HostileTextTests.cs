using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using Api.Formats;
using Api.Listing.Declare;
using Api.Resources;
using Dapper;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Guards;

/// <summary>
/// Texts that would do harm if they were interpreted are served unchanged in every format, and only as data.
/// </summary>
public sealed class HostileTextTests(HostileTextTests.HostileApi api) : IClassFixture<HostileTextTests.HostileApi>
{
    /// <summary>
    /// A formula, a tag, an end of CDATA, entities, quotes, separators, terminal commands, line ends, a change of direction and
    /// unusual characters.
    /// </summary>
    private const string Hostile =
        "=cmd|' /C calc'!A0 <script>alert('x')</script> ]]> &lt;&amp; \"'`;,\t{x}\\%s ${jndi:x} {{7*7}} "
        + "\u0001\u001b[31m \r\nX-Injected: 1\n \u202e\u2028\ufffe\u00a0😀 ";

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Hostile_texts_are_unchanged_in_every_format(string resource)
    {
        var page = (await api.JsonAsync($"/v1/{resource}?limit=1000&sort=id")).GetProperty("data").EnumerateArray().ToArray();
        Assert.NotEmpty(page);
        foreach (var name in HostileApi.Texts(Cases.Find(resource)))
        {
            Assert.All(page.Select(row => row.GetProperty(name)), value => Assert.True(
                value.ValueKind == JsonValueKind.Null || value.GetString()!.StartsWith(Hostile, StringComparison.Ordinal),
                $"{name}: {value}"));
        }

        var lines = (await api.TextAsync($"/v1/{resource}.ndjson?sort=id")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToArray();
        Assert.Equal(page.Select(row => row.GetRawText()), lines.Select(row => row.GetRawText()));
        var csv = Csv.Parse(await api.TextAsync($"/v1/{resource}.csv?sort=id"));
        var fields = Cases.Find(resource).Fields;
        foreach (var (row, cells) in page.Zip(csv.Skip(1)))
        {
            for (var i = 0; i < fields.Count; i++)
                Csv.AssertSame(row.GetProperty(fields[i].Name), cells[i], fields[i], $"{fields[i].Name} of {ApiRequests.Id(row)}");
        }

        var rows = page.Select(row => TypedTables.Plain(row.EnumerateObject().Select(member => (object)member.Value).ToArray()));
        var parquet = TypedTables.QueryParquet(await api.BytesAsync($"/v1/{resource}.parquet?sort=id"), "select * from {file}");
        Assert.Equal(rows, parquet.Select(row => TypedTables.Plain(row)));
        var sheet = TypedTables.ReadSheet(await api.BytesAsync($"/v1/{resource}.xlsx?sort=id"));
        foreach (var name in HostileApi.Texts(Cases.Find(resource)))
        {
            var column = fields.ToList().FindIndex(field => field.Name == name);
            Assert.Equal(page.Select(row => row.GetProperty(name).GetString()), sheet.Skip(1).Select(cells => cells[column]));
        }

        await api.BytesAsync($"/v1/{resource}.arrow");
        await api.JsonAsync($"/v1/{resource}/facets");
        var id = ApiRequests.Id(page[0]);
        Assert.Equal(page[0].GetRawText(), (await api.JsonAsync($"/v1/{resource}/{id}")).GetRawText());
        if (Cases.Find(resource).Find("evidence") is not null)
            await api.JsonAsync($"/v1/{resource}/{id}/evidence");
    }

    [Theory, MemberData(nameof(Cases.View), MemberType = typeof(Cases))]
    public async Task Hostile_texts_survive_in_views(string view)
    {
        foreach (var format in Format.All)
            await api.BytesAsync($"/v1/{view}.{format.Name}?{Cases.Query(view)}");
        await api.JsonAsync($"/v1/{view}?{Cases.Query(view)}");
    }

    [Theory, InlineData("/v1/sources/citation"), InlineData("/v1/trade-figures/citation"), InlineData("/v1/visits/citation")]
    public async Task A_citation_keeps_its_own_form(string address)
    {
        Assert.DoesNotContain("\nX-Injected", await api.TextAsync(address));
        var ris = await api.TextAsync($"{address}.ris");
        Assert.All(ris.Split("\r\n", StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^[A-Z][A-Z0-9]  - [^\r\n]*$", line));
        var bib = await api.TextAsync($"{address}.bib");
        Assert.Equal(bib.Count(c => c == '{'), bib.Count(c => c == '}'));
        Assert.Contains("<script>", bib);
        var csl = await api.JsonAsync($"{address}.json");
        Assert.All(csl.EnumerateArray(), work => Assert.Contains("<script>alert('x')</script>", work.GetProperty("title").GetString()));
    }

    [Theory, InlineData("timeline"), InlineData("trade-figures"), InlineData("panel")]
    public async Task A_chart_is_well_formed_and_runs_nothing(string view)
    {
        Assert.Empty(XDocument.Parse(await api.TextAsync($"/v1/{view}/chart.svg")).Descendants("{http://www.w3.org/2000/svg}script"));
        await api.BytesAsync($"/v1/{view}/chart.png");
    }

    [Fact]
    public async Task Feed_with_hostile_title_is_well_formed()
    {
        var title = XDocument.Parse(await api.TextAsync("/v1/dataset/versions.atom")).Root!.Element("{http://www.w3.org/2005/Atom}title")!;
        Assert.Empty(title.Elements());
        Assert.Contains("<script>alert('x')</script> ]]> &lt;&amp;", title.Value);
    }

    [Fact]
    public async Task Bundle_with_hostile_texts_is_readable()
    {
        await using var archive = new ZipArchive(new MemoryStream(await api.BytesAsync("/v1/dataset/bundle.zip")));
        var descriptions = archive.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(descriptions);
        foreach (var entry in descriptions)
        {
            await using var file = await entry.OpenAsync();
            JsonSerializer.Deserialize<JsonElement>(file);
        }
    }

    [Theory]
    [InlineData("/v1/visits?title__contains=%3Cscript%3Ealert(1)%3C%2Fscript%3E"), InlineData("/v1/visits?q=%3Cscript%3E")]
    [InlineData("/v1/%3Cscript%3Ealert(1)%3C%2Fscript%3E"), InlineData("/v1/visits?%3Cscript%3E=1")]
    [InlineData("/v1/visits/%3Cimg%20src=x%20onerror=alert(1)%3E"), InlineData("/v1/visits.%3Csvg%3E")]
    [InlineData("/v1/visits?kind=%22%3E%3Cscript%3E")]
    public async Task Request_text_is_returned_as_data_only(string address)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = api.Client.BaseAddress };
        using var response = await client.GetAsync(address);
        Assert.True((int)response.StatusCode < 500);
        Assert.NotEqual("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", response.Header("Content-Security-Policy"));
    }

    /// <summary>The API over the project's records. Each text in them is hostile.</summary>
    public sealed class HostileApi(PrivatePostgres postgres) : IAsyncLifetime
    {
        private TestDatabase? _database;
        private RunningApi? _api;

        public HttpClient Client => _api!.Client;

        /// <summary>The fields with free text.</summary>
        internal static IEnumerable<string> Texts(View view) => view.Fields
            .Where(field => field is { Kind.Name: nameof(ValueKind.Text), Codes: null, Refers: Reference.None })
            .Where(field => !view.Key.Contains(field.Name) && field.Name is not ("language" or "sha256" or "code" or "currency"
                or "alpha2" or "numeric" or "url" or "archived_url"))
            .Select(field => field.Name);

        public async ValueTask InitializeAsync()
        {
            _database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
            await using (var owner = await _database.Owner.OpenConnectionAsync())
            {
                foreach (var resource in Registry.All)
                {
                    var texts = Texts(resource).Select(name => $"{name} = @Hostile || {name}").ToList();
                    if (resource.Find("evidence") is not null)
                    {
                        texts.Add(
                            "evidence = (select jsonb_agg(entry || jsonb_build_object('exact', @Hostile || (entry ->> 'exact'))) "
                            + "from jsonb_array_elements(evidence) entry)");
                    }

                    await owner.ExecuteAsync($"update {resource.Identifier} set {string.Join(", ", texts)}", new { Hostile });
                }

                await owner.ExecuteAsync(
                    "update dataset_versions "
                    + "set description = description || jsonb_build_object('title', @Hostile || (description ->> 'title'))",
                    new { Hostile });
            }

            _api = await RunningApi.StartAsync(_database);
        }

        public async Task<byte[]> BytesAsync(string address)
        {
            using var response = await Client.GetAsync(address);
            Assert.True(
                (int)response.StatusCode == 200,
                $"{address} answers {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            Assert.NotEqual("text/html", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
            Assert.Null(response.Header("X-Injected"));
            return await response.Content.ReadAsByteArrayAsync();
        }

        public async Task<string> TextAsync(string address) => System.Text.Encoding.UTF8.GetString(await BytesAsync(address));

        public async Task<JsonElement> JsonAsync(string address) => JsonSerializer.Deserialize<JsonElement>(await BytesAsync(address));

        public async ValueTask DisposeAsync()
        {
            if (_api is not null)
                await _api.DisposeAsync();
            if (_database is not null)
                await _database.DisposeAsync();
        }
    }
}
