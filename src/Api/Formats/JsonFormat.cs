using System.Data.Common;
using System.Text.Json;
using Api.Database;
using Api.Listing.Parse;

namespace Api.Formats;

/// <summary>JSON: a page of records in an envelope, or a record by itself.</summary>
internal sealed class JsonFormat : Format
{
    /// <inheritdoc/>
    public override string Name => "json";

    /// <inheritdoc/>
    public override string MediaType => "application/json";

    /// <inheritdoc/>
    public override bool IsTable => false;

    /// <inheritdoc/>
    public override string Description => "a page of records as JSON";

    /// <summary>Writes a single record.</summary>
    public override async Task WriteAsync(Stream body, ListQuery query, DatasetVersion version, DbDataReader rows, CancellationToken cancel)
    {
        await using var json = JsonRows.WriterTo(body);
        using var row = new JsonRows(json, query.Fields, rows);
        if (await rows.ReadAsync(cancel))
            row.Write();
        await json.FlushAsync(cancel);
    }

    /// <summary>Writes a page in its envelope.</summary>
    /// <param name="body">Where to.</param>
    /// <param name="query">The request.</param>
    /// <param name="version">The version that is read.</param>
    /// <param name="counts">How many rows match: one count, or one per value of what the view is counted by.</param>
    /// <param name="rows">The page's rows and one more, each with its sort keys behind the fields.</param>
    /// <param name="next">Gives the address of the next page for a cursor.</param>
    /// <param name="table">Gives the address of all that matches, in a table format.</param>
    /// <param name="suggest">Gives what q probably meant, when nothing is found. The rows are read to their end by then.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>The address of the next page, or null at the end.</returns>
    public static async Task<string?> WritePageAsync(
        Stream body, ListQuery query, DatasetVersion version,
        IReadOnlyList<(string? Value, long Count)> counts, DbDataReader rows,
        Func<Cursor, string> next, Func<string, string> table, Func<Task<IReadOnlyList<string>>> suggest, CancellationToken cancel)
    {
        await using var json = JsonRows.WriterTo(body);
        json.WriteStartObject();
        json.WriteStartArray("data");
        string? nextPage = null;
        string?[] keys = [];
        using var row = new JsonRows(json, query.Fields, rows);
        for (var count = 0; await rows.ReadAsync(cancel); count++)
        {
            if (count == query.Limit)
            {
                nextPage = next(new Cursor(version.Version, keys));
                break;
            }

            row.Write();
            if (count == query.Limit - 1) // Only behind the last record of a page there may be more.
                keys = [.. query.Sort.Select((_, i) => query.Fields.Count + i).Select(i => rows.IsDBNull(i) ? null : rows.GetString(i))];
        }

        json.WriteEndArray();
        json.WriteStartObject("page");
        json.WriteNumber("limit", query.Limit!.Value);
        json.WriteNumber("total", counts.Sum(count => count.Count));
        json.WriteString("next", nextPage);
        json.WriteEndObject();
        BeginMeta(json, query, version);
        if (query is { View.CountedBy: not null, Grouping: null })
        {
            json.WriteStartObject("counts");
            foreach (var (value, count) in counts)
                json.WriteNumber(value!, count);
            json.WriteEndObject();
        }

        if (query.Search is not null && counts.All(count => count.Count == 0))
        {
            json.WriteStartArray("suggestions");
            foreach (var suggestion in await suggest())
                json.WriteStringValue(suggestion);
            json.WriteEndArray();
        }

        if (query.Snippets)
        {
            json.WriteStartObject("snippets");
            foreach (var (tool, code) in Snippets.Of(query.View, query.Fields, table))
                json.WriteString(tool, code);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(cancel);
        return nextPage;
    }

    /// <summary>Writes what the answer was made from, and leaves the object open.</summary>
    public static void BeginMeta(Utf8JsonWriter json, ListQuery query, DatasetVersion version)
    {
        json.WriteStartObject("meta");
        json.WriteNumber("dataset_version", version.Version);
        json.WriteString("content_hash", version.ContentHash);
        json.WriteStartObject("applied_filters");
        foreach (var (name, value) in query.Given.Where(pair => !Unfiltering.Contains(pair.Key)))
            json.WriteString(name, value);
        json.WriteEndObject();
        if (query.Limit is not null)
            json.WriteString("sort", string.Join(',', query.Sort.Select(key => (key.Descending ? "-" : "") + key.Name)));
    }

    private static readonly HashSet<string> Unfiltering = ["sort", "fields", "by", "group_by", "limit", "cursor", "dataset_version", "snippets"];
}
