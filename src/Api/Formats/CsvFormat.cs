using System.Data.Common;
using System.Text;
using Api.Listing;
using Sylvan.Data.Csv;

namespace Api.Formats;

/// <summary>CSV as RFC 4180 has it: a header, CRLF, null as nothing, a list joined by ';', a list of objects as JSON.</summary>
public sealed class CsvFormat : Format
{
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
    public override async Task WriteAsync(Stream body, ListQuery query, DatasetVersion version, DbDataReader rows, CancellationToken cancel)
    {
        await using var text = new StreamWriter(body, new UTF8Encoding(query.ByteOrderMark), bufferSize: 64 * 1024, leaveOpen: true);
        await using var csv = CsvDataWriter.Create(text, new CsvDataWriterOptions { NewLine = "\r\n" });
        await csv.WriteAsync(rows, cancel);
    }
}
