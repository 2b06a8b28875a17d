using System.Text.Json;
using Dapper;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Reading;

/// <summary>Every way to read a resource gives the same records: those in its table.</summary>
public sealed class TableTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Records_are_the_rows_of_the_table(string resource)
    {
        var fields = Cases.Find(resource).Fields;
        await using var database = new NpgsqlConnection(api.Database.ReaderConnection);
        var stored = (await database.QueryAsync($"""select * from {resource.Replace('-', '_')} where until is null order by id collate "C" """))
            .Cast<IDictionary<string, object?>>().ToArray();
        Assert.NotEmpty(stored);
        var served = await api.Client.RowsAsync(resource);
        Assert.Equal(stored.Length, served.Count);
        foreach (var (row, record) in stored.Zip(served))
        {
            Assert.Equal(fields.Select(field => field.Name), record.EnumerateObject().Select(member => member.Name));
            foreach (var field in fields)
                AssertSame(row[field.Name], record.GetProperty(field.Name), $"{row["id"]}.{field.Name}");
        }
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Ndjson_has_the_records_of_json(string resource)
    {
        var page = await api.Client.JsonAsync($"/v1/{resource}?limit=1000");
        Assert.Equal(
            page.GetProperty("data").EnumerateArray().Select(row => row.GetRawText()),
            (await api.Client.LinesAsync($"/v1/{resource}.ndjson")).Select(row => row.GetRawText()));
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Csv_has_the_records_of_json(string resource)
    {
        var fields = Cases.Find(resource).Fields;
        var csv = Csv.Parse(await api.Client.GetStringAsync($"/v1/{resource}.csv?sort=id"));
        var rows = await api.Client.RowsAsync(resource);
        Assert.Equal(fields.Select(field => field.Name), csv[0]);
        Assert.Equal(rows.Count, csv.Count - 1);
        foreach (var (row, cells) in rows.Zip(csv.Skip(1)))
        {
            foreach (var (field, cell) in fields.Zip(cells))
                Csv.AssertSame(row.GetProperty(field.Name), cell, field, $"{ApiRequests.Id(row)}.{field.Name}");
        }
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Single_record_equals_its_list_entry(string resource)
    {
        foreach (var row in (await api.Client.RowsAsync(resource)).Take(30))
        {
            var address = $"/v1/{resource}/{ApiRequests.Id(row)}";
            Assert.Equal(row.GetRawText(), await api.Client.GetStringAsync(address));
            Assert.Equal(row.GetRawText(), await api.Client.GetStringAsync(address + ".json"));
            Assert.Equal(row.GetRawText() + "\n", await api.Client.GetStringAsync(address + ".ndjson"));
            Assert.Equal(
                await api.Client.GetStringAsync($"/v1/{resource}.csv?id={ApiRequests.Id(row)}"),
                await api.Client.GetStringAsync(address + ".csv"));
        }
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Fields_picks_columns_and_orders_them(string resource)
    {
        var names = Cases.Find(resource).Fields.Select(field => field.Name).Reverse().Where((_, i) => i % 2 == 0).ToArray();
        var rows = await api.Client.RowsAsync(resource);
        var fields = $"fields={string.Join(',', names)}";
        Assert.Equal(names, Csv.Parse(await api.Client.GetStringAsync($"/v1/{resource}.csv?{fields}"))[0]);
        foreach (var (row, picked) in rows.Zip(await api.Client.LinesAsync($"/v1/{resource}.ndjson?{fields}&sort=id")))
        {
            Assert.Equal(names, picked.EnumerateObject().Select(member => member.Name));
            Assert.All(names, name => Assert.Equal(row.GetProperty(name).GetRawText(), picked.GetProperty(name).GetRawText()));
        }

        var one = await api.Client.JsonAsync($"/v1/{resource}/{ApiRequests.Id(rows[0])}?{fields}");
        Assert.Equal(names, one.EnumerateObject().Select(member => member.Name));
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Tables_are_complete_and_filtered_like_lists(string resource)
    {
        var rows = await api.Client.RowsAsync(resource);
        var filter = Cases.Find(resource).Filters.First(candidate => Meaning.Operator(candidate) == "" && Samples.TellApart(candidate, rows));
        var value = Samples.For(filter, rows).Last();
        var expected = ApiRequests.Ids(rows.Where(row => Meaning.Holds(filter, value, row)));
        var question = $"fields=id&sort=id&{ApiRequests.Parameter(filter.Parameter, value)}";
        var csv = Csv.Parse(await api.Client.GetStringAsync($"/v1/{resource}.csv?{question}"));
        Assert.Equal(expected, csv.Skip(1).Select(cells => cells[0]));
    }

    private static void AssertSame(object? stored, JsonElement served, string where)
    {
        var same = stored switch
        {
            null => served.ValueKind == JsonValueKind.Null,
            bool truth => served.GetBoolean() == truth,
            int number => served.GetInt32() == number,
            decimal number => served.GetDecimal() == number,
            DateOnly day => served.GetString() == $"{day:yyyy-MM-dd}",
            DateTime day => served.GetString() == $"{day:yyyy-MM-dd}",
            string[] items => Meaning.Texts(served).SequenceEqual(items),
            string text when served.ValueKind == JsonValueKind.Array => JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>(text), served),
            string text => served.GetString() == text,
            _ => throw new InvalidOperationException($"Say here how a {stored.GetType()} is served."),
        };
        Assert.True(same, $"{where} is stored as {stored} and served as {served.GetRawText()}");
    }
}
