using System.Buffers.Binary;
using System.Data;
using System.Text;
using Api.Database;
using Api.Formats;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Resources;
using BenchmarkDotNet.Attributes;
using Benchmarks.Measuring;
using Microsoft.AspNetCore.Http;

namespace Benchmarks.Micro;

/// <summary>Writes rows from memory to a null stream, so that the database and the network are not measured.</summary>
public class RowBenchmarks
{
    private const int Rows = 1_000;
    private static readonly Resource Resource = Registry.All.Single(resource => resource.Name == "trade-figures");
    private static readonly DatasetVersion Version = new(1, "0", DateTime.UnixEpoch);
    private readonly DataTable _sent = TableOf((field, row) => Sent(field.Kind, row));
    private readonly DataTable _cells = TableOf((_, row) => Text(row));
    private readonly ListQuery _page = Parse("?limit=1000", RequestKind.Page, "json");
    private readonly ListQuery _table = Parse("", RequestKind.Table, "csv");

    /// <summary>A page of 1,000 records as JSON.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public async Task Json()
    {
        await using var rows = _sent.CreateDataReader();
        await using var page = new JsonPage(Stream.Null, _page, Version);
        await page.WriteRowsAsync(rows, CancellationToken.None);
        await page.WriteEndAsync([(null, Rows)], null, null, null, null, CancellationToken.None);
    }

    /// <summary>1,000 records as CSV.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public async Task Csv()
    {
        await using var rows = _cells.CreateDataReader();
        await new CsvFormat().WriteAsync(Stream.Null, _table, Version, rows, CancellationToken.None);
    }

    private static ListQuery Parse(string question, RequestKind kind, string format) =>
        RequestParser.Parse(new QueryString(question), Resource, kind, format, AnyReferences.Ids, AnyReferences.Key);

    /// <summary>A table of the fields, followed by the two sort keys of a page.</summary>
    private static DataTable TableOf(Func<Field, int, object> valueOf)
    {
        var table = new DataTable();
        foreach (var field in Resource.Fields)
            table.Columns.Add(field.Name, valueOf(field, 0).GetType());
        table.Columns.Add("key0", typeof(string));
        table.Columns.Add("key1", typeof(string));
        for (var row = 0; row < Rows; row++)
            table.Rows.Add([.. Resource.Fields.Select(field => valueOf(field, row)), "2022-02-04", $"record-{row}"]);
        return table;
    }

    /// <summary>A value as the writer reads it: for texts, lists and objects the bytes that PostgreSQL sends.</summary>
    private static object Sent(ValueKind kind, int row) => kind.Name switch
    {
        nameof(ValueKind.WholeNumber) => row,
        nameof(ValueKind.ExactNumber) => row * 1.25m,
        nameof(ValueKind.Date) => new DateOnly(2022, 2, 4).AddDays(row),
        nameof(ValueKind.List) => ListOf("CHN", "RUS"),
        nameof(ValueKind.Objects) => """[{"exact": "a phrase of some words", "paragraph": 8, "source_id": "a-source"}]"""u8.ToArray(),
        _ => Encoding.UTF8.GetBytes(Text(row)),
    };

    /// <summary>Five numbers, the fourth of which is the number of items, and then the length and the bytes of each item.</summary>
    private static byte[] ListOf(params string[] items) =>
    [
        .. Numbers(1, 0, 25, items.Length, 1), .. items.SelectMany(item => (byte[])[.. Numbers(item.Length), .. Encoding.UTF8.GetBytes(item)]),
    ];

    private static byte[] Numbers(params int[] numbers) =>
        [.. numbers.SelectMany(number => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(number)))];

    private static string Text(int row) => $"some text, of row {row}";
}
