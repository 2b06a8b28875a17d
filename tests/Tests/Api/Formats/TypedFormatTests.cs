using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;
using Api.Formats;
using Api.Http;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Dapper;
using Dataset;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Formats;

/// <summary>Parquet, Arrow and spreadsheets have the same values as NDJSON. Independent readers read them.</summary>
public sealed class TypedFormatTests(LoadedApi api, PrivatePostgres postgres, ArrowReader arrow)
    : IClassFixture<LoadedApi>, IClassFixture<ArrowReader>
{
    [Theory, MemberData(nameof(Cases.List), MemberType = typeof(Cases))]
    public async Task Parquet_has_the_records_of_ndjson(string view)
    {
        var rows = TypedTables.QueryParquet(await api.Client.GetByteArrayAsync(Table(view, "parquet")), "select * from {file}");
        Assert.Equal(await ExpectedAsync(api.Client, Table(view, "ndjson")), rows.Select(row => TypedTables.Plain(row)));
    }

    [Theory, MemberData(nameof(Cases.List), MemberType = typeof(Cases))]
    public async Task Parquet_gives_every_column_its_type(string view)
    {
        var parquet = await api.Client.GetByteArrayAsync(Table(view, "parquet"));
        var types = TypedTables.QueryParquet(parquet, "select column_name, column_type from (describe select * from {file})");
        Assert.Equal(
            Cases.FindView(view).Fields.Select(field => (field.Name, field.Kind.Name switch
            {
                nameof(ValueKind.Date) => "DATE",
                nameof(ValueKind.Boolean) => "BOOLEAN",
                nameof(ValueKind.WholeNumber) => "INTEGER",
                nameof(ValueKind.ExactNumber) => "DECIMAL(38,9)",
                nameof(ValueKind.List) => "VARCHAR[]",
                nameof(ValueKind.Objects) => $"STRUCT({string.Join(", ", field.Item!.GetProperties().Select(Member))})[]",
                _ => "VARCHAR",
            })),
            types.Select(type => ((string)type[0]!, ((string)type[1]!).Replace("\"", ""))));
        var required = TypedTables.QueryParquet(parquet, "select name from parquet_schema({file}) where repetition_type = 'REQUIRED'")
            .Select(row => (string)row[0]!).ToHashSet();
        Assert.All(
            Cases.FindView(view).Fields.Where(field => field.Kind.Storage is not (Storage.Texts or Storage.Json)),
            field => Assert.Equal(!field.Nullable, required.Contains(field.Name)));
        var about = TypedTables.QueryParquet(parquet, "select decode(key), decode(value) from parquet_kv_metadata({file})")
            .ToDictionary(pair => (string)pair[0]!, pair => (string)pair[1]!);
        Assert.Equal("1", about["dataset_version"]);
        Assert.Equal((await api.Client.JsonAsync("/v1/dataset")).GetProperty("content_hash").GetString(), about["content_hash"]);
        Assert.All(Cases.FindView(view).Fields, field => Assert.Equal(field.Description, about[$"description.{field.Name}"]));
    }

    [Theory, MemberData(nameof(Cases.List), MemberType = typeof(Cases))]
    public async Task Arrow_has_the_records_of_ndjson(string view)
    {
        var (about, rows) = await ReadArrowAsync(api.Client, Table(view, "arrow"));
        Assert.Equal(await ExpectedAsync(api.Client, Table(view, "ndjson")), rows);
        Assert.Equal("1", about.GetProperty("metadata").GetProperty("dataset_version").GetString());
        Assert.Equal(
            Cases.FindView(view).Fields.Select(field => (field.Name, Type: ArrowType(field), field.Nullable, (string?)field.Description)),
            about.GetProperty("fields").EnumerateArray().Select(field => (
                field.GetProperty("name").GetString()!, field.GetProperty("type").GetString()!.Split('<')[0],
                field.GetProperty("nullable").GetBoolean(), field.GetProperty("description").GetString())));
    }

    [Theory, MemberData(nameof(Cases.List), MemberType = typeof(Cases))]
    public async Task Spreadsheet_cells_are_typed_CSV_values(string view)
    {
        var fields = Cases.FindView(view).Fields;
        var sheet = TypedTables.ReadSheet(await api.Client.GetByteArrayAsync(Table(view, "xlsx")));
        var csv = Csv.Parse(await api.Client.GetStringAsync(Table(view, "csv")));
        Assert.Equal(fields.Select(field => field.Name), sheet[0]);
        Assert.Equal(csv.Count, sheet.Count);
        foreach (var (cells, texts) in sheet.Zip(csv).Skip(1))
        {
            for (var i = 0; i < fields.Count; i++)
            {
                object? expected = texts[i] == "" ? null : fields[i].Kind.Name switch
                {
                    nameof(ValueKind.Boolean) => texts[i] == "true",
                    nameof(ValueKind.WholeNumber) or nameof(ValueKind.ExactNumber) => double.Parse(texts[i], CultureInfo.InvariantCulture),
                    nameof(ValueKind.Date) when string.CompareOrdinal(texts[i], "1900-03-01") >= 0 =>
                        DateTime.Parse(texts[i], CultureInfo.InvariantCulture),
                    _ => texts[i],
                };
                Assert.True(Equals(expected, cells[i] as string == "" ? null : cells[i]), $"{texts[0]}.{fields[i].Name}: {expected} and {cells[i]}");
            }
        }
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Single_records_and_empty_tables_are_tables(string resource)
    {
        var address = $"/v1/{resource}/{Cases.Find(resource).Example}";
        var parquet = TypedTables.QueryParquet(await api.Client.GetByteArrayAsync($"{address}.parquet"), "select * from {file}");
        Assert.Equal(await ExpectedAsync(api.Client, $"{address}.ndjson"), parquet.Select(row => TypedTables.Plain(row)));
        Assert.Equal(await ExpectedAsync(api.Client, $"{address}.ndjson"), (await ReadArrowAsync(api.Client, $"{address}.arrow")).Rows);
        Assert.Equal(2, TypedTables.ReadSheet(await api.Client.GetByteArrayAsync($"{address}.xlsx")).Count);
        const string Nothing = "q=nothing%20has%20these%20words%20xyzzy&fields=id";
        Assert.Empty(TypedTables.QueryParquet(await api.Client.GetByteArrayAsync($"/v1/{resource}.parquet?{Nothing}"), "select id from {file}"));
        Assert.Empty((await ReadArrowAsync(api.Client, $"/v1/{resource}.arrow?{Nothing}")).Rows);
        Assert.Single(TypedTables.ReadSheet(await api.Client.GetByteArrayAsync($"/v1/{resource}.xlsx?{Nothing}")));
    }

    [Theory, InlineData("parquet"), InlineData("arrow"), InlineData("xlsx")]
    public async Task The_same_records_are_the_same_bytes(string format)
    {
        var first = await api.Client.GetByteArrayAsync($"/v1/trade-figures.{format}");
        await using var again = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var running = await RunningApi.StartAsync(again);
        Assert.Equal(first, await running.Client.GetByteArrayAsync($"/v1/trade-figures.{format}"));
    }

    [Theory]
    [InlineData("parquet", "application/vnd.apache.parquet")]
    [InlineData("arrow", "application/vnd.apache.arrow.stream")]
    [InlineData("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    public async Task Typed_table_has_type_name_and_Accept(string format, string type)
    {
        using var response = await api.Client.GetAsync($"/v1/visits.{format}");
        Assert.Equal(type, response.Content.Headers.ContentType?.ToString());
        Assert.Equal($"attachment; filename=\"visits-v1.{format}\"", response.Header("Content-Disposition"));
        using var accepted = await api.Client.RequestAsync("/v1/visits", ("Accept", type));
        Assert.Equal(type, accepted.Content.Headers.ContentType?.ToString());
        Assert.Equal(await response.Content.ReadAsByteArrayAsync(), await accepted.Content.ReadAsByteArrayAsync());
    }

    [LongFact]
    public async Task A_large_table_arrives_whole_in_several_batches()
    {
        const int Count = 50_000;
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds.With<TradeFigure>(figures =>
            Enumerable.Range(0, Count).Select(i => Dollars(figures) with { Id = $"figure-{i:00000}", Value = i + 0.000000001m })));
        await using var running = await RunningApi.StartAsync(database);
        const string Question = "fields=id,value,countries,evidence,note&sort=id";
        var expected = await ExpectedAsync(running.Client, $"/v1/trade-figures.ndjson?{Question}");
        Assert.Equal(Count, expected.Count);
        var parquet = await running.Client.GetByteArrayAsync($"/v1/trade-figures.parquet?{Question}");
        Assert.Equal(5L, TypedTables.QueryParquet(parquet, "select count(distinct row_group_id) from parquet_metadata({file})")[0][0]);
        Assert.Equal(expected, TypedTables.QueryParquet(parquet, "select * from {file}").Select(row => TypedTables.Plain(row)));
        var (about, rows) = await ReadArrowAsync(running.Client, $"/v1/trade-figures.arrow?{Question}");
        Assert.Equal(5, about.GetProperty("batches").GetInt32());
        Assert.Equal(expected, rows);
    }

    [Fact]
    public async Task Long_records_come_in_smaller_batches()
    {
        var visits = Cases.Find("visits");
        await using var database = new NpgsqlConnection(api.Database.ReaderConnection);
        await database.OpenAsync();
        await using var command = new NpgsqlCommand("select n || repeat('x', 1000000) as id from generate_series(1, 20) n", database);
        await using var rows = await command.ExecuteReaderAsync();
        using var written = new MemoryStream();
        await new ParquetFormat().WriteAsync(
            written, new ListQuery(visits) { Fields = [visits.Find("id")!] }, new(1, "hash", DateTime.UnixEpoch), rows,
            TestContext.Current.CancellationToken);

        const string RowGroups = "select distinct row_group_num_rows, row_group_id from parquet_metadata({file}) order by row_group_id";
        Assert.Equal([[9L], [9L], [2L]], TypedTables.QueryParquet(written.ToArray(), RowGroups).Select(row => row[..1]));
        Assert.Equal(20L, TypedTables.QueryParquet(written.ToArray(), "select count(distinct id) from {file}")[0][0]);
    }

    /// <summary>
    /// In the order of UTF-16 the second title comes before the first. A library may use that order for the minimum and maximum of a column.
    /// </summary>
    [Fact]
    public async Task Parquet_statistics_follow_the_order_of_bytes()
    {
        string[] titles = ["\uFF01", "\U0001F600"];
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds.With<Visit>(visits =>
            titles.Select((title, i) => visits[0] with { Id = $"title-{i}", Title = title })));
        await using var running = await RunningApi.StartAsync(database);
        var parquet = await running.Client.GetByteArrayAsync("/v1/visits.parquet");
        foreach (var title in titles)
            Assert.Equal(title, TypedTables.QueryParquet(parquet, $"select title from {{file}} where title = '{title}'").Single()[0]);
    }

    [Fact]
    public async Task Spreadsheet_text_is_never_a_formula()
    {
        string[] titles =
        [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "$=1+1", "two\nlines", "two\r\nlines", " padded ", "<b>&amp;</b>",
            "_x0041_", "bell \u0007", "中国 \U0001F600", "1", "2022-02-04", "TRUE",
        ];
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds.With<Visit>(visits =>
            titles.Select((title, i) => visits[0] with { Id = $"title-{i:00}", Title = title })));
        await using var running = await RunningApi.StartAsync(database);
        var workbook = await running.Client.GetByteArrayAsync("/v1/visits.xlsx?fields=title&sort=id");
        Assert.Equal(titles, TypedTables.ReadSheet(workbook).Skip(1).Select(cells => cells[0]));
        await using var archive = new ZipArchive(new MemoryStream(workbook));
        using var xml = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        Assert.DoesNotContain("<f", await xml.ReadToEndAsync());
    }

    [Theory, InlineData("parquet"), InlineData("arrow"), InlineData("xlsx")]
    public async Task Trailing_zeros_fit(string format)
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds.With<TradeFigure>(figures =>
            [Dollars(figures) with { Value = 2.5000000000000m }]));
        await using var running = await RunningApi.StartAsync(database);
        Assert.NotEmpty(await running.Client.GetByteArrayAsync($"/v1/trade-figures.{format}"));
    }

    [Theory]
    [InlineData("parquet", "0.0000000001", 10)]
    [InlineData("arrow", "0.0000000001", 10)]
    [InlineData("xlsx", "1234567890123456", 10)]
    [InlineData("xlsx", "1", 32_768)]
    public async Task Value_that_does_not_fit_is_refused(string format, string value, int noteLength)
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds.With<TradeFigure>(figures =>
            [Dollars(figures) with { Value = decimal.Parse(value, CultureInfo.InvariantCulture), Note = new string('a', noteLength) }]));
        await using var running = await RunningApi.StartAsync(database);
        await running.Client.ErrorAsync($"/v1/trade-figures.{format}", "format", "does_not_fit");
        Assert.Equal("1", (await running.Client.LinesAsync("/v1/trade-figures.ndjson")).Count.ToString(CultureInfo.InvariantCulture));
    }

    [Theory, InlineData("parquet"), InlineData("arrow")]
    public async Task Largest_seed_number_fits(string format)
    {
        const decimal Largest = 9_999_999_999_999_999_999_999_999_999m;
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds.With<TradeFigure>(figures =>
        [
            Dollars(figures) with { Id = "a", Value = Largest },
            Dollars(figures) with { Id = "b", Value = -Largest },
            Dollars(figures) with { Id = "c", Value = -0.000000001m },
        ]));
        await using var running = await RunningApi.StartAsync(database);
        var table = await running.Client.GetByteArrayAsync($"/v1/trade-figures.{format}?fields=value&sort=id");
        Assert.Equal(
            ["[9999999999999999999999999999]", "[-9999999999999999999999999999]", "[-0.000000001]"],
            format == "parquet"
                ? TypedTables.QueryParquet(table, "select value::varchar from {file}")
                    .Select(row => TypedTables.Plain(new object[] { decimal.Parse((string)row[0]!, CultureInfo.InvariantCulture) }))
                : (await ReadArrowAsync(running.Client, "/v1/trade-figures.arrow?fields=value&sort=id")).Rows);
    }

    [LongTheory, InlineData(1_048_575, true), InlineData(1_048_576, false)]
    public async Task Sheet_is_complete_or_refused(int records, bool fits)
    {
        var visits = Cases.Find("visits");
        await using var database = new NpgsqlConnection(api.Database.ReaderConnection);
        await database.OpenAsync();
        await database.ExecuteAsync("set statement_timeout = 0");
        await using var command = new NpgsqlCommand($"select n::text as id from generate_series(1, {records}) n", database);
        await using var rows = await command.ExecuteReaderAsync();
        var writing = new XlsxFormat().WriteAsync(
            Stream.Null, new ListQuery(visits) { Fields = [visits.Find("id")!] }, new(1, "hash", DateTime.UnixEpoch), rows,
            TestContext.Current.CancellationToken);
        if (fits)
            await writing;
        else
            Assert.Equal(ErrorCode.DoesNotFit, (await Assert.ThrowsAsync<BadRequestException>(() => writing)).Errors.Single().Code);
    }

    [Theory]
    [InlineData("79228162514264337593543950335", false)]
    [InlineData("-79228162514264337593543950335", false)]
    [InlineData("79228162514264300000000000000", true)]
    public async Task Numbers_near_decimal_bounds_fit_or_fail(string number, bool fits)
    {
        var figures = Cases.Find("trade-figures");
        await using var database = new NpgsqlConnection(api.Database.ReaderConnection);
        await using var rows = await database.ExecuteReaderAsync($"select {number}::numeric as value");
        using var written = new MemoryStream();
        var query = new ListQuery(figures) { Fields = [figures.Find("value")!] };
        var writing = new XlsxFormat().WriteAsync(written, query, new(1, "hash", DateTime.UnixEpoch), rows, TestContext.Current.CancellationToken);
        if (!fits)
        {
            Assert.Equal(ErrorCode.DoesNotFit, (await Assert.ThrowsAsync<BadRequestException>(() => writing)).Errors.Single().Code);
            return;
        }

        await writing;
        Assert.Equal(double.Parse(number, CultureInfo.InvariantCulture), TypedTables.ReadSheet(written.ToArray())[1][0]);
    }

    /// <summary>Some readers, such as ExcelJS, need the number of each row.</summary>
    [Fact]
    public async Task Spreadsheet_rows_and_cells_have_references()
    {
        var workbook = await api.Client.GetByteArrayAsync("/v1/visits.xlsx?fields=id,title");
        await using var archive = new ZipArchive(new MemoryStream(workbook));
        await using var sheet = await archive.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync();
        var xml = await XElement.LoadAsync(sheet, LoadOptions.None, TestContext.Current.CancellationToken);
        var rows = xml.Descendants().Where(element => element.Name.LocalName == "row").ToArray();
        Assert.NotEmpty(rows);
        Assert.Equal(
            Enumerable.Range(1, rows.Length).Select(row => $"{row}: A{row} B{row}"),
            rows.Select(row => $"{row.Attribute("r")?.Value}: {string.Join(' ', row.Elements().Select(cell => cell.Attribute("r")!.Value))}"));
    }

    private static string Member(PropertyInfo member) =>
        $"{Names.Snake(member.Name)} {(member.PropertyType == typeof(int) || member.PropertyType == typeof(int?) ? "INTEGER" : "VARCHAR")}";

    /// <summary>A figure in dollars, which may have any value.</summary>
    private static TradeFigure Dollars(IEnumerable<TradeFigure> figures) => figures.First(figure => figure.Unit == TradeUnit.Usd);

    private static string ArrowType(Field field) => field.Kind.Name switch
    {
        nameof(ValueKind.Date) => "Date32",
        nameof(ValueKind.Boolean) => "Bool",
        nameof(ValueKind.WholeNumber) => "Int32",
        nameof(ValueKind.ExactNumber) => "Decimal[38e+9]",
        nameof(ValueKind.List) or nameof(ValueKind.Objects) => "List",
        _ => "Utf8",
    };

    private static string Table(string view, string format) => $"/v1/{view}.{format}?{Cases.Query(view)}";

    /// <summary>The values of each record, in the order of its fields.</summary>
    private static async Task<IReadOnlyList<string>> ExpectedAsync(HttpClient client, string address) => Plain(await client.LinesAsync(address));

    private static IReadOnlyList<string> Plain(IEnumerable<JsonElement> rows) =>
        [.. rows.Select(row => TypedTables.Plain(row.EnumerateObject().Select(member => member.Value)))];

    private async Task<(JsonElement About, IReadOnlyList<string> Rows)> ReadArrowAsync(HttpClient client, string address)
    {
        var (about, rows) = await arrow.ReadAsync(new Uri(client.BaseAddress!, address));
        return (about, Plain(rows));
    }
}
