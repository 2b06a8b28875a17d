using System.Data.Common;
using System.Text;
using Api.Database;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Sylvan.Data.Csv;

namespace Api.Formats;

/// <summary>
/// CSV as RFC 4180 has it: a header, CRLF, null as nothing, a list joined by ';', a list of objects as JSON. In a table of one column
/// nothing is "", since most programs pass over a line that is blank.
/// </summary>
internal sealed class CsvFormat : Format
{
    /// <summary>A record may be as long as a text can be; the buffer grows with the longest.</summary>
    private const int LongestRecord = 1 << 30;

    /// <inheritdoc/>
    public override string Name => "csv";

    /// <inheritdoc/>
    public override string MediaType => "text/csv";

    /// <inheritdoc/>
    public override string ContentType => "text/csv; charset=utf-8; header=present";

    /// <inheritdoc/>
    public override string Description => "all matching records as a table (RFC 4180): a header, null as nothing, a list joined by ';', a list of objects as JSON";

    /// <inheritdoc/>
    public override string Column(Field field) => field.Cell;

    /// <inheritdoc/>
    public override Func<Field, string> ColumnsOf(ListQuery query) => query.Fields.Count == 1 ? Alone : Column;

    /// <inheritdoc/>
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
