using System.Text.Json;
using Api.Listing.Declare;
using CsvHelper;
using Xunit;

namespace Tests.Support;

/// <summary>Reads CSV with another library than the one that wrote it.</summary>
internal static class Csv
{
    private static readonly CsvReaderOptions Strict = new()
    {
        HasHeader = false,
        SkipEmptyLines = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
    };

    /// <summary>All lines, including the header. A stray quote or a line with another number of cells is an error.</summary>
    public static IReadOnlyList<string[]> Parse(string text)
    {
        using var reader = CsvReader.FromText(text, Strict);
        var lines = new List<string[]>();
        while (reader.Read())
            lines.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        Assert.All(lines, line => Assert.Equal(lines[0].Length, line.Length));
        return lines;
    }

    /// <summary>Checks that a cell equals the JSON value.</summary>
    public static void AssertSame(JsonElement value, string cell, Field field, string where)
    {
        var same = value.ValueKind switch
        {
            JsonValueKind.Null => cell == "",
            JsonValueKind.Array when field.Kind == ValueKind.Objects => JsonElement.DeepEquals(value, JsonSerializer.Deserialize<JsonElement>(cell)),
            JsonValueKind.Array => cell == string.Join(';', Meaning.Texts(value)),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText() == cell,
            _ => value.GetString() == cell,
        };
        Assert.True(same, $"{where} is {value.GetRawText()} in JSON and {cell} in CSV");
    }
}
