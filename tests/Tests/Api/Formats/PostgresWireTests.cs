using System.Text;
using Api.Formats;
using Dapper;
using Npgsql;
using Tests.Fixtures;
using Xunit;

namespace Tests.Api.Formats;

/// <summary>
/// The bytes of values as PostgreSQL sends them. Npgsql promises GetBytes only for bytea. These tests cover the other types, and
/// fail where an update of the driver changes the bytes.
/// </summary>
public sealed class PostgresWireTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private const int Large = 3_000_000;

    public static TheoryData<string> Texts => new("", "plain", "中国 — “\U0001F600”", "a\r\n\t\"b\" \\", new string('é', Large));

    public static TheoryData<string[]> Lists => new(
        [],
        ["CHN", "RUS"],
        ["", "a;b", "中国 \U0001F600", "{\"quoted\"}"],
        [.. Enumerable.Range(0, 100_000).Select(i => $"item {i}")],
        [new string('x', Large)]);

    [Theory, MemberData(nameof(Texts))]
    public async Task The_driver_gives_a_text_as_its_UTF8(string text) =>
        Assert.Equal(text, await ReadAsync("select @value::text", text, Encoding.UTF8.GetString));

    [Theory, MemberData(nameof(Texts))]
    public async Task The_driver_gives_json_as_its_text(string text)
    {
        var json = $$"""{"b":  {{System.Text.Json.JsonSerializer.Serialize(text)}}, "a": [1.50, null]}""";
        Assert.Equal(json, await ReadAsync("select @value::json", json, bytes => Encoding.UTF8.GetString(PostgresWire.Json(bytes).Span)));
    }

    [Theory, MemberData(nameof(Texts))]
    public async Task Driver_prefixes_jsonb_with_one_byte(string text)
    {
        var json = $$"""[{"a": {{System.Text.Json.JsonSerializer.Serialize(text)}}}]""";
        Assert.Equal(
            await ReadAsync("select @value::jsonb::text", json, Encoding.UTF8.GetString),
            await ReadAsync("select @value::jsonb", json, bytes => Encoding.UTF8.GetString(PostgresWire.Json(bytes).Span)));
    }

    [Theory, MemberData(nameof(Lists))]
    public async Task Driver_sends_lists_as_lengths_and_texts(string[] list) =>
        Assert.Equal(list, await ReadAsync("select @value::text[]", list, bytes =>
        {
            var texts = new List<string>();
            foreach (var text in PostgresWire.Texts(bytes))
                texts.Add(Encoding.UTF8.GetString(text.Span));
            return texts;
        }));

    [Fact]
    public async Task Dapper_gives_the_rows_of_the_driver()
    {
        await using var connection = new NpgsqlConnection(api.Database.ReaderConnection);
        await using var rows = await connection.ExecuteReaderAsync("select 1");
        Assert.IsType<NpgsqlDataReader>(rows.Unwrapped());
    }

    /// <summary>Reads the second of three columns into the middle of an array, as the formats do.</summary>
    private async Task<T> ReadAsync<T>(string sql, object value, Func<byte[], T> read)
    {
        await using var connection = new NpgsqlConnection(api.Database.ReaderConnection);
        await using var rows = await connection.ExecuteReaderAsync($"select 'before', ({sql}), 'after'", new { value });
        Assert.True(await rows.ReadAsync());
        var row = rows.Unwrapped();
        var length = PostgresWire.Length(row, 1);
        var room = new byte[length + 2];
        PostgresWire.CopyTo(row, 1, new ArraySegment<byte>(room, 1, length));
        Assert.Equal((0, 0, "after"), (room[0], room[^1], row.GetString(2)));
        return read(room[1..^1]);
    }
}
