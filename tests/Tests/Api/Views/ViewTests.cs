using System.Text.Json;
using Api.Listing.Declare;
using Api.Views;
using Dapper;
using Dataset;
using Migrations;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Views;

/// <summary>Views are listed like resources: the same parameters, orders, pages, formats and counts.</summary>
public sealed class ViewTests(LoadedApi api, PrivatePostgres postgres) : IClassFixture<LoadedApi>
{
    [Theory, MemberData(nameof(Cases.View), MemberType = typeof(Cases))]
    public async Task Query_columns_match_declared_and_served_fields(string name)
    {
        var view = Cases.FindView(name);
        var inputs = new DynamicParameters(new { version = 1, q = "russia" });
        foreach (var input in view.Inputs)
            inputs.Add(input.Name, input.Default, input.Default is null ? System.Data.DbType.Int32 : null);
        foreach (var filter in view.Narrowing)
            inputs.Add(filter, null);
        await using var database = new NpgsqlConnection(api.Database.ReaderConnection);
        await using var rows = await database.ExecuteReaderAsync(view.Sql, inputs);
        Assert.Equal(
            view.Fields.Concat(view.FilterColumns).Select(field => field.Name).Except(view.Slow?.Members.Keys ?? [])
                .Concat(view.HasSearch ? ["search"] : []).Concat(view.Slow is { } slow ? [slow.Name] : []).Order(),
            Enumerable.Range(0, rows.FieldCount).Select(rows.GetName).Order());
        Assert.Equal(view.Record.GetProperties().Select(property => Names.Snake(property.Name)), view.Fields.Select(field => field.Name));
        var parameters = view.Filters.Select(filter => filter.Parameter)
            .Concat(view.Inputs.Select(input => input.Name)).Concat(CommonParameter.All.Select(parameter => parameter.Name)).ToArray();
        Assert.Equal(parameters.Distinct(), parameters);
    }

    [Theory, MemberData(nameof(Cases.View), MemberType = typeof(Cases))]
    public async Task Filters_find_the_matching_rows(string name)
    {
        var rows = await api.Client.ListAsync(name);
        foreach (var filter in Cases.FindView(name).Filters)
        {
            var found = new List<int>();
            foreach (var value in Samples.For(filter, rows).Take(LongTier.Times(many: int.MaxValue, few: 2)))
            {
                var expected = rows.Where(row => Meaning.Holds(filter, value, row)).ToArray();
                var question = $"{Cases.Query(name)}&{ApiRequests.Parameter(filter.Parameter, value)}";
                AssertSame(expected, await api.Client.LinesAsync($"/v1/{name}.ndjson?{question}"));
                found.Add(expected.Length);
            }

            Assert.True(!Samples.TellApart(filter, rows) || found.Any(count => count > 0), $"{filter.Parameter} finds nothing");
        }
    }

    [Theory, MemberData(nameof(Cases.View), MemberType = typeof(Cases))]
    public async Task Sorting_puts_nulls_last_and_breaks_ties(string name)
    {
        var view = Cases.FindView(name);
        var rows = await api.Client.ListAsync(name);
        if (!view.HasSearch)
            AssertSame(Meaning.Ordered(rows, view, view.DefaultSort), rows);
        foreach (var sort in Cases.Sortable(view).SelectMany(field => new[] { field.Name, $"-{field.Name}" }))
            AssertSame(Meaning.Ordered(rows, view, sort), await api.Client.LinesAsync($"/v1/{name}.ndjson?{Cases.Query(name)}&sort={sort}"));
    }

    [Theory, MemberData(nameof(Cases.View), MemberType = typeof(Cases))]
    public async Task No_two_rows_have_the_same_key(string name)
    {
        var rows = await api.Client.ListAsync(name);
        Assert.NotEmpty(rows);
        var key = Cases.FindView(name).Key;
        var keys = rows.Select(row => string.Join('\n', key.Select(field => row.GetProperty(field).GetRawText())));
        Assert.Equal(rows.Count, keys.Distinct().Count());
    }

    [Theory, MemberData(nameof(Cases.View), MemberType = typeof(Cases))]
    public async Task Walking_all_pages_equals_one_read(string name)
    {
        var gap = Cases.Sortable(Cases.FindView(name)).Last().Name;
        foreach (var (limit, sort) in new[] { (7, ""), (50, $"sort={gap}"), (1000, $"sort=-{gap}") })
        {
            var question = $"{Cases.Query(name)}&{sort}";
            AssertSame(
                await api.Client.LinesAsync($"/v1/{name}.ndjson?{question}"),
                await api.Client.WalkAsync($"/v1/{name}?limit={limit}&{question}"));
        }

        var few = $"{Cases.Query(name)}&{ApiRequests.Parameter(name == "panel" ? "dyad" : "country", name == "panel" ? "AUS-CHN" : "IRN")}";
        if (name != "changes")
            AssertSame(await api.Client.LinesAsync($"/v1/{name}.ndjson?{few}"), await api.Client.WalkAsync($"/v1/{name}?limit=1&{few}"));
    }

    [Theory, MemberData(nameof(Cases.View), MemberType = typeof(Cases))]
    public async Task Csv_has_the_rows_of_json(string name)
    {
        var fields = Cases.FindView(name).Fields;
        var csv = Csv.Parse(await api.Client.GetStringAsync($"/v1/{name}.csv?{Cases.Query(name)}"));
        var rows = await api.Client.ListAsync(name);
        Assert.Equal(fields.Select(field => field.Name), csv[0]);
        Assert.Equal(rows.Count, csv.Count - 1);
        foreach (var (row, cells) in rows.Zip(csv.Skip(1)))
            Assert.All(fields.Zip(cells), pair => Csv.AssertSame(row.GetProperty(pair.First.Name), pair.Second, pair.First, pair.First.Name));
    }

    [Theory, MemberData(nameof(Cases.View), MemberType = typeof(Cases))]
    public async Task Counts_by_value_are_those_of_the_rows(string name)
    {
        var fields = Cases.Countable(Cases.FindView(name)).Select(field => field.Name).ToArray();
        var rows = await api.Client.ListAsync(name);
        var facets = (await api.Client.JsonAsync($"/v1/{name}/facets?{Cases.Query(name)}")).GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(fields, facets.Select(facet => facet.GetProperty("field").GetString()!));
        foreach (var (field, facet) in fields.Zip(facets))
        {
            var expected = rows.SelectMany(row => Meaning.Texts(row.GetProperty(field)).DefaultIfEmpty<string?>(null))
                .GroupBy(value => value).Select(same => (same.Key, same.Count())).ToHashSet();
            var values = facet.GetProperty("values").EnumerateArray();
            Assert.Equal(
                expected, values.Select(value => (value.GetProperty("value").GetString(), value.GetProperty("count").GetInt32())).ToHashSet());
        }
    }

    [Theory, MemberData(nameof(Cases.View), MemberType = typeof(Cases))]
    public async Task Page_total_is_split_into_counts(string name)
    {
        var rows = await api.Client.ListAsync(name);
        var page = await api.Client.JsonAsync($"/v1/{name}?{Cases.Query(name)}&limit=1");
        Assert.Equal(rows.Count, page.GetProperty("page").GetProperty("total").GetInt32());
        var by = Cases.FindView(name).CountedBy;
        Assert.Equal(by is not null, page.GetProperty("meta").TryGetProperty("counts", out var counts));
        if (by is not null)
            Assert.Equal(
                rows.GroupBy(row => row.GetProperty(by).GetString()!).ToDictionary(same => same.Key, same => same.Count()),
                counts.EnumerateObject().ToDictionary(count => count.Name, count => count.Value.GetInt32()));
    }

    [Theory, MemberData(nameof(Cases.View), MemberType = typeof(Cases))]
    public async Task Fields_picks_columns_and_orders_them(string name)
    {
        var names = Cases.FindView(name).Fields.Select(field => field.Name).Reverse().Where((_, i) => i % 2 == 0).ToArray();
        var picked = await api.Client.LinesAsync($"/v1/{name}.ndjson?{Cases.Query(name)}&fields={string.Join(',', names)}");
        foreach (var (row, part) in (await api.Client.ListAsync(name)).Zip(picked))
        {
            Assert.Equal(
                names.Select(field => (field, row.GetProperty(field).GetRawText())),
                part.EnumerateObject().Select(member => (member.Name, member.Value.GetRawText())));
        }
    }

    [Theory, MemberData(nameof(Cases.View), MemberType = typeof(Cases))]
    public async Task Wrong_view_parameters_are_refused(string name)
    {
        var question = Cases.Query(name);
        await api.Client.ErrorAsync($"/v1/{name}?{question}&colour=red", "colour", "unknown_parameter");
        await api.Client.ErrorAsync($"/v1/{name}.csv?{question}&limit=1", "limit", "not_applicable");
        await api.Client.ErrorAsync($"/v1/{name}/facets?{question}&by=nothing", "by", "unknown_field");
        await api.Client.ErrorAsync($"/v1/{name}?{question}&fields=nothing", "fields", "unknown_field");
        await api.Client.ErrorAsync($"/v1/{name}?{question}&sort=nothing", "sort", "unknown_field");
        await api.Client.ErrorAsync($"/v1/{name}?{question}&group_by=nothing", "group_by", "unknown_field");
        await api.Client.ErrorAsync($"/v1/{name}?{question}&dataset_version=9", "dataset_version", "unknown_version");
        await api.Client.ErrorAsync($"/v1/{name}?{question}&cursor=nonsense", "cursor", "invalid_cursor");
        await api.Client.ErrorAsync("/v1/panel?frequency=week", "frequency", "unknown_code");
        await api.Client.ErrorAsync("/v1/search", "q", "missing_parameter");
    }

    [Theory, MemberData(nameof(Cases.View), MemberType = typeof(Cases))]
    public async Task View_supports_caching_and_HEAD_like_resources(string name)
    {
        var address = $"/v1/{name}?{Cases.Query(name)}&dataset_version=1";
        using var answer = await api.Client.RequestAsync(address);
        using var head = await api.Client.RequestAsync(HttpMethod.Head, address);
        using var again = await api.Client.RequestAsync(address, ("If-None-Match", answer.Header("ETag")!));
        Assert.Contains("max-age=86400", answer.Header("Cache-Control"));
        Assert.Equal("1", answer.Header("Dataset-Version"));
        Assert.Equal(answer.Header("Content-Length"), head.Header("Content-Length"));
        Assert.Equal(answer.Header("ETag"), head.Header("ETag"));
        Assert.Equal(304, (int)again.StatusCode);
    }

    [Fact]
    public async Task Pinned_answers_keep_their_bytes()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var running = await RunningApi.StartAsync(database, RunningApi.WithoutCache);
        string[] addresses =
        [
            .. ViewRegistry.All.SelectMany(view => new[] { "?limit=1000&", ".csv?", ".ndjson?", "/facets?" }
                .Select(form => $"/v1/{view.Name}{form}{Cases.Query(view.Name)}&dataset_version=1")),
            "/v1/timeline?group_by=year,topic&dataset_version=1", "/v1/search?q=qutin&dataset_version=1",
        ];
        var before = await Task.WhenAll(addresses.Select(running.Client.GetStringAsync));
        var changed = LoadedApi.Seeds
            .With<Visit>(visits => visits.Skip(3).Append(visits[0] with { Id = "a-new-visit", Title = "Qutina, qutins and qutinov meet putin" }))
            .With<TradeFigure>(figures => figures
                .Where(figure => figure.Unit == TradeUnit.Usd).Select(figure => figure with { Value = figure.Value * 2 }))
            .With<Contradiction>(_ => []);
        Assert.Equal(2, (await Loader.LoadAsync(database.Owner, changed, TextWriter.Null, CancellationToken.None)).Version);
        await running.SeesAsync(2);
        Assert.Contains("\"putin\"", before[^1]);
        foreach (var (address, answer) in addresses.Zip(before))
        {
            Assert.Equal(answer, await running.Client.GetStringAsync(address));
            Assert.NotEqual(answer, await running.Client.GetStringAsync(address.Replace("&dataset_version=1", "")));
        }
    }

    private static void AssertSame(IEnumerable<JsonElement> expected, IEnumerable<JsonElement> actual) =>
        Assert.Equal(expected.Select(row => row.GetRawText()), actual.Select(row => row.GetRawText()));
}
