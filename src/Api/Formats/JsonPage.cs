using System.Data.Common;
using System.Text.Json;
using Api.Database;
using Api.Listing.Parse;

namespace Api.Formats;

/// <summary>A page of records as JSON: first its rows, then its place among all pages and the version it was read from.</summary>
internal sealed class JsonPage(Stream body, ListQuery query, DatasetVersion version) : IAsyncDisposable
{
    private static readonly HashSet<string> NotFilters = ["sort", "fields", "by", "group_by", "limit", "cursor", "dataset_version", "snippets"];

    private readonly Utf8JsonWriter _json = JsonRows.WriterTo(body);

    /// <summary>The number of all rows that match, where the rows of the page have it behind their sort keys.</summary>
    public long Counted { get; private set; }

    /// <summary>Writes the rows of the page, which have their sort keys behind the fields. One more row shows that there is a next page.</summary>
    /// <returns>The sort keys of the last row where there is a next page, else null.</returns>
    public async Task<string?[]?> WriteRowsAsync(DbDataReader rows, CancellationToken cancel)
    {
        _json.WriteStartObject();
        _json.WriteStartArray("data");
        string?[] keys = [];
        using var row = new JsonRows(_json, query.Fields, rows);
        var count = 0;
        for (; count < query.Limit && await rows.ReadAsync(cancel); count++)
        {
            row.Write();
            if (count == 0 && rows.FieldCount > query.Fields.Count + query.Sort.Count)
                Counted = rows.GetInt64(query.Fields.Count + query.Sort.Count);
            if (count == query.Limit - 1)
                keys = [.. query.Sort.Select((_, i) => query.Fields.Count + i).Select(i => rows.IsDBNull(i) ? null : rows.GetString(i))];
        }

        _json.WriteEndArray();
        return count == query.Limit && await rows.ReadAsync(cancel) ? keys : null;
    }

    /// <summary>Writes the rest. A view that is counted by a field has one count for each of its values. The code in snippets is by tool.</summary>
    public async Task WriteEndAsync(
        IReadOnlyList<(string? Value, long Count)> counts, string? next, string? nextCursor, IReadOnlyList<string>? suggestions,
        IEnumerable<(string Tool, string Code)>? snippets, CancellationToken cancel)
    {
        _json.WriteStartObject("page");
        _json.WriteNumber("limit", query.Limit!.Value);
        _json.WriteNumber("total", counts.Sum(count => count.Count));
        _json.WriteString("next", next);
        _json.WriteString("next_cursor", nextCursor);
        _json.WriteEndObject();
        BeginMeta(_json, query, version);
        if (query is { View.CountedBy: not null, Grouping: null })
        {
            _json.WriteStartObject("counts");
            foreach (var (value, count) in counts)
                _json.WriteNumber(value!, count);
            _json.WriteEndObject();
        }

        if (suggestions is not null)
        {
            _json.WriteStartArray("suggestions");
            foreach (var suggestion in suggestions)
                _json.WriteStringValue(suggestion);
            _json.WriteEndArray();
        }

        if (snippets is not null)
        {
            _json.WriteStartObject("snippets");
            foreach (var (tool, code) in snippets)
                _json.WriteString(tool, code);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
        await _json.FlushAsync(cancel);
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    /// <summary>Writes the version and the request behind an answer, and leaves the object open.</summary>
    public static void BeginMeta(Utf8JsonWriter json, ListQuery query, DatasetVersion version)
    {
        json.WriteStartObject("meta");
        json.WriteNumber("dataset_version", version.Version);
        json.WriteString("content_hash", version.ContentHash);
        json.WriteStartObject("applied_filters");
        foreach (var (name, value) in query.Given.Where(pair => !NotFilters.Contains(pair.Key)))
            json.WriteString(name, value);
        json.WriteEndObject();
        if (query.Limit is not null)
            json.WriteString("sort", string.Join(',', query.Sort.Select(key => (key.Descending ? "-" : "") + key.Name)));
    }
}
