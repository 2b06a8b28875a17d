using System.Data.Common;
using Api.Database;
using Api.Listing.Parse;

namespace Api.Formats;

/// <summary>JSON: a record by itself. <see cref="JsonPage"/> writes a page.</summary>
internal sealed class JsonFormat : Format
{
    public override string Name => "json";

    public override string MediaType => "application/json";

    public override bool IsTable => false;

    public override string Description => "a page of records as JSON";

    public override async Task WriteAsync(Stream body, ListQuery query, DatasetVersion version, DbDataReader rows, CancellationToken cancel)
    {
        await using var json = JsonRows.WriterTo(body);
        using var row = new JsonRows(json, query.Fields, rows);
        if (await rows.ReadAsync(cancel))
            row.Write();
        await json.FlushAsync(cancel);
    }
}
