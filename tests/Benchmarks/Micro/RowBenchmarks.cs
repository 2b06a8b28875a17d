using System.Data;
using Api;
using Api.Formats;
using Api.Listing;
using Api.Resources;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;

namespace Benchmarks.Micro;

/// <summary>Writing rows, from memory to nowhere, so that neither the database nor the network is measured.</summary>
public class RowBenchmarks
{
    private const int Rows = 1_000;
    private static readonly Resource Resource = Registry.All.Single(resource => resource.Name == "trade-figures");
    private static readonly DatasetVersion Version = new(1, "0", DateTime.UnixEpoch);
    private static readonly KnownIds Known = new(1, new HashSet<string>(), new HashSet<string>(), new HashSet<string>(), default);
    private readonly DataTable _typed = TableOf(field => field.Kind);
    private readonly DataTable _cells = TableOf(_ => FieldKind.Text);
    private readonly ListQuery _page = Parse("?limit=1000", Ask.Page, "json");
    private readonly ListQuery _table = Parse("", Ask.Table, "csv");

    /// <summary>A page of 1,000 records as JSON.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public async Task<string?> Json()
    {
        await using var rows = _typed.CreateDataReader();
        return await JsonFormat.WritePageAsync(
            Stream.Null, _page, Version, [(null, Rows)], rows, _ => "", _ => "", () => Task.FromResult<IReadOnlyList<string>>([]), CancellationToken.None);
    }

    /// <summary>1,000 records as CSV.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public async Task Csv()
    {
        await using var rows = _cells.CreateDataReader();
        await new CsvFormat().WriteAsync(Stream.Null, _table, Version, rows, CancellationToken.None);
    }

    private static ListQuery Parse(string question, Ask ask, string format) => RequestParser.Parse(new QueryString(question), Resource, ask, format, Known);

    /// <summary>The fields, and behind them the two sort keys of a page.</summary>
    private static DataTable TableOf(Func<Field, FieldKind> kindOf)
    {
        var table = new DataTable();
        foreach (var field in Resource.Fields)
            table.Columns.Add(field.Name, Value(kindOf(field), 0).GetType());
        table.Columns.Add("key0", typeof(string));
        table.Columns.Add("key1", typeof(string));
        for (var row = 0; row < Rows; row++)
            table.Rows.Add([.. Resource.Fields.Select(field => Value(kindOf(field), row)), "2022-02-04", $"record-{row}"]);
        return table;
    }

    private static object Value(FieldKind kind, int row) => kind switch
    {
        FieldKind.WholeNumber => row,
        FieldKind.ExactNumber => row * 1.25m,
        FieldKind.Date => new DateOnly(2022, 2, 4).AddDays(row),
        FieldKind.List => new[] { "CHN", "RUS" },
        FieldKind.Objects => """[{"exact": "a phrase of some words", "paragraph": 8, "source_id": "a-source"}]""",
        _ => $"some text, of row {row}",
    };
}
