using System.Data;
using System.Text;
using Api.Views;
using Sylvan.Data.Csv;

namespace Api.Features.Bundle;

internal static class CodeListsCsv
{
    public static readonly IReadOnlyList<(string Name, string Description)> Columns =
        [("list", "Name of the code list."), ("code", "The code, as the tables have it."), ("definition", "Its meaning.")];

    public static async Task WriteAsync(Stream body, CancellationToken cancel)
    {
        using var table = new DataTable();
        foreach (var (name, _) in Columns)
            table.Columns.Add(name, typeof(string));
        foreach (var list in ServedCodeLists.All.Values.OrderBy(list => list.Name, StringComparer.Ordinal))
        {
            foreach (var code in list.Codes)
                table.Rows.Add(list.Name, code.Name, code.Definition);
        }

        await using var text = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
        await using var csv = CsvDataWriter.Create(text, new CsvDataWriterOptions { NewLine = "\r\n" });
        await csv.WriteAsync(table.CreateDataReader(), cancel);
    }
}
