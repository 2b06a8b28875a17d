using System.Data.Common;
using System.IO.Pipelines;
using System.Text.Json;
using Api.Database;
using Api.Listing.Parse;

namespace Api.Formats;

internal sealed class NdjsonFormat : Format
{
    private const int FlushAt = 64 * 1024;

    public override string Name => "ndjson";

    public override string MediaType => "application/x-ndjson";

    public override string Description => "all matching records, one JSON object a line";

    public override async Task WriteAsync(Stream body, ListQuery query, DatasetVersion version, DbDataReader rows, CancellationToken cancel)
    {
        var pipe = PipeWriter.Create(body, new StreamPipeWriterOptions(leaveOpen: true));
        await using var json = new Utf8JsonWriter(pipe, JsonRows.Options);
        using var row = new JsonRows(json, query.Fields, rows);
        while (await rows.ReadAsync(cancel))
        {
            row.Write();
            json.Flush();
            json.Reset();
            pipe.GetSpan(1)[0] = (byte)'\n';
            pipe.Advance(1);
            if (pipe.UnflushedBytes > FlushAt)
                await pipe.FlushAsync(cancel);
        }

        await pipe.CompleteAsync();
    }
}
