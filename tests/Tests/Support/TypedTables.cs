using System.Globalization;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using ExcelDataReader;

namespace Tests.Support;

/// <summary>Reads tables with other libraries than those that wrote them.</summary>
internal static class TypedTables
{
    /// <summary>The workbook reader needs the encodings of old workbooks, even if it reads none.</summary>
    static TypedTables() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The result of a DuckDB query on a Parquet file. The query names the file {file}.</summary>
    public static IReadOnlyList<object?[]> QueryParquet(byte[] parquet, string question)
    {
        using var folder = new TemporaryFolder();
        var file = folder.In("table.parquet");
        File.WriteAllBytes(file, parquet);
        using var database = new DuckDBConnection("Data Source=:memory:");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = question.Replace("{file}", $"'{file}'");
        using var rows = command.ExecuteReader();
        var read = new List<object?[]>();
        while (rows.Read())
            read.Add([.. Enumerable.Range(0, rows.FieldCount).Select(i => rows.IsDBNull(i) ? null : rows.GetValue(i))]);
        return read;
    }

    /// <summary>The cells of the only sheet of a workbook.</summary>
    public static IReadOnlyList<object?[]> ReadSheet(byte[] workbook)
    {
        using var sheet = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(workbook));
        var rows = new List<object?[]>();
        while (sheet.Read())
            rows.Add([.. Enumerable.Range(0, sheet.FieldCount).Select(sheet.GetValue)]);
        return rows;
    }

    /// <summary>A value in one form for all libraries, with numbers without padding.</summary>
    public static string Plain(object? value) => value switch
    {
        null => "null",
        JsonElement { ValueKind: JsonValueKind.Null } => "null",
        JsonElement { ValueKind: JsonValueKind.Number } number => Plain(number.GetDecimal()),
        JsonElement { ValueKind: JsonValueKind.True } or true => "true",
        JsonElement { ValueKind: JsonValueKind.False } or false => "false",
        JsonElement { ValueKind: JsonValueKind.Array } list => Plain(list.EnumerateArray()),
        JsonElement { ValueKind: JsonValueKind.Object } members =>
            Plain(members.EnumerateObject().ToDictionary(member => member.Name, member => (object)member.Value)),
        JsonElement text => Plain(text.GetString()),
        string text => JsonSerializer.Serialize(text),
        DateOnly day => $"\"{day:yyyy-MM-dd}\"",
        int or decimal =>
            Convert.ToDecimal(value, CultureInfo.InvariantCulture).ToString("0.############################", CultureInfo.InvariantCulture),
        IDictionary<string, object> members => $"{{{string.Join(", ", members
            .OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}: {Plain(member.Value)}"))}}}",
        System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Plain))}]",
        _ => throw new ArgumentException($"{value.GetType()} is not expected."),
    };
}
