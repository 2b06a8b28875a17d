using System.Text;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Formats;

/// <summary>CSV follows RFC 4180, byte by byte.</summary>
public sealed class CsvTests(LoadedApi api, PrivatePostgres postgres) : IClassFixture<LoadedApi>
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    [Fact]
    public async Task Quotes_commas_and_line_breaks_survive()
    {
        string[] titles =
        [
            "plain", "one, two", "\"quoted\"", "he said \"no\", twice", "two\nlines", "two\r\nlines", " padded ", ";",
            "#not a comment", "'", "Ünïcödé 中国 \U0001F600", "=1+1", "\"",
        ];
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds.With<Visit>(visits =>
            titles.Select((title, i) => visits[0] with { Id = $"title-{i:00}", Title = title, Note = i % 2 == 0 ? null : title })));
        await using var running = await RunningApi.StartAsync(database);
        var csv = Csv.Parse(await running.Client.GetStringAsync("/v1/visits.csv?fields=title,note&sort=id"));
        Assert.Equal(titles, csv.Skip(1).Select(cells => cells[0]));
        Assert.Equal(titles.Select((title, i) => i % 2 == 0 ? "" : title), csv.Skip(1).Select(cells => cells[1]));
    }

    [Fact]
    public async Task Lines_end_in_carriage_return_and_line_feed()
    {
        var csv = await api.Client.GetStringAsync("/v1/visits.csv?fields=id&sort=id");
        Assert.Equal(string.Concat((await api.Client.IdsAsync("visits", "sort=id")).Prepend("id").Select(line => line + "\r\n")), csv);
    }

    [Theory]
    [InlineData("trade-figures", "commodity"), InlineData("statements", "people"), InlineData("visits", "occurrences")]
    [InlineData("statements", "date_start")]
    public async Task Row_of_nulls_is_not_blank(string resource, string field)
    {
        var lines = (await api.Client.GetStringAsync($"/v1/{resource}.csv?fields={field}&sort=id")).Split("\r\n");
        var all = Csv.Parse(await api.Client.GetStringAsync($"/v1/{resource}.csv?fields=id,{field}&sort=id"))
            .Skip(1).Select(cells => cells[1]).ToArray();
        Assert.Contains("", all);
        Assert.Equal(all.Select(cell => cell.Length == 0 ? "\"\"" : cell).Prepend(field).Append(""), lines);
        var without = (await api.Client.RowsAsync(resource)).First(row => row.GetProperty(field).ToString() is "" or "[]");
        Assert.Equal($"{field}\r\n\"\"\r\n", await api.Client.GetStringAsync($"/v1/{resource}/{ApiRequests.Id(without)}.csv?fields={field}"));
    }

    [Fact]
    public async Task Byte_order_mark_is_optional()
    {
        var bare = await api.Client.GetByteArrayAsync("/v1/statements.csv");
        Assert.Equal("id"u8, bare.AsSpan(0, 2));
        Assert.Equal(bare, await api.Client.GetByteArrayAsync("/v1/statements.csv?bom=false"));
        Assert.Equal(Mark.Concat(bare), await api.Client.GetByteArrayAsync("/v1/statements.csv?bom=true"));
        var one = await api.Client.GetByteArrayAsync($"/v1/statements/{(await api.Client.IdsAsync("statements"))[0]}.csv?bom=true");
        Assert.Equal(Mark, one[..3]);
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task The_header_is_there_even_when_nothing_matches(string resource)
    {
        var nothing = await api.Client.GetStringAsync($"/v1/{resource}.csv?q=nothing%20has%20these%20words%20xyzzy");
        Assert.Equal(string.Join(',', Cases.Find(resource).Fields.Select(field => field.Name)) + "\r\n", nothing);
    }

    [Fact]
    public async Task Empty_result_is_empty_NDJSON() =>
        Assert.Equal("", await api.Client.GetStringAsync("/v1/visits.ndjson?id=no-such-visit"));

    [Theory]
    [InlineData("csv", "text/csv; charset=utf-8; header=present")]
    [InlineData("ndjson", "application/x-ndjson")]
    public async Task CSV_has_type_and_file_name(string format, string type)
    {
        using var response = await api.Client.GetAsync($"/v1/trade-figures.{format}");
        Assert.Equal(type, response.Content.Headers.ContentType?.ToString());
        Assert.Equal($"attachment; filename=\"trade-figures-v1.{format}\"", response.Header("Content-Disposition"));
        Assert.DoesNotContain('\uFFFD', new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(await response.Content.ReadAsByteArrayAsync()));
    }
}
