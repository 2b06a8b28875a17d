using System.Data.Common;
using Api.Database;
using Api.Listing.Parse;

namespace Api.Formats;

internal static class FacetsWriter
{
    /// <summary>Writes rows of (index of the field, value, count), ordered by field.</summary>
    public static async Task WriteAsync(Stream body, ListQuery query, DatasetVersion version, DbDataReader rows, CancellationToken cancel)
    {
        await using var json = JsonRows.WriterTo(body);
        json.WriteStartObject();
        json.WriteStartArray("data");
        var more = await rows.ReadAsync(cancel);
        for (var i = 0; i < query.By.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("field", query.By[i].Name);
            json.WriteStartArray("values");
            for (; more && rows.GetInt32(0) == i; more = await rows.ReadAsync(cancel))
            {
                json.WriteStartObject();
                json.WriteString("value", await rows.IsDBNullAsync(1, cancel) ? null : rows.GetString(1));
                json.WriteNumber("count", rows.GetInt64(2));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        JsonPage.BeginMeta(json, query, version);
        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(cancel);
    }
}
