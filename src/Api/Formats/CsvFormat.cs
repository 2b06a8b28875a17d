using System.Data.Common;
using System.Text;
using Api.Database;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Sylvan.Data.Csv;

namespace Api.Formats;

/// <summary>CSV (RFC 4180). In a table of one column an empty cell is "", because most programs skip a blank line.</summary>
internal sealed class CsvFormat : Format
{
    /// <summary>The limit of the buffer, which grows with the longest record.</summary>
    private const int LongestRecord = 1 << 30;

    public override string Name => "csv";

    public override string MediaType => "text/csv";

    public override string ContentType => "text/csv; charset=utf-8; header=present";

    public override string Description =>
        "all matching records as a table (RFC 4180): a header, null as nothing, a list joined by ';', a list of objects as JSON";

    public override string Column(Field field) => field.Cell;

    public override Func<Field, string> ColumnsOf(ListQuery query) => query.Fields.Count == 1 ? Alone : Column;

    public override async Task WriteAsync(Stream body, ListQuery query, DatasetVersion version, DbDataReader rows, CancellationToken cancel)
    {
        await using var text = new StreamWriter(body, new UTF8Encoding(query.ByteOrderMark), bufferSize: 64 * 1024, leaveOpen: true);
        await using var csv = CsvDataWriter.Create(text, new CsvDataWriterOptions
        {
            NewLine = "\r\n",
            MaxBufferSize = LongestRecord,
            QuoteStrings = rows.FieldCount == 1 ? CsvStringQuoting.AlwaysQuoteEmpty : CsvStringQuoting.Default,
        });
        await csv.WriteAsync(rows, cancel);
    }

    private static string Alone(Field field) => $"coalesce({field.CellSql}, '') as {field.Name}";
}
