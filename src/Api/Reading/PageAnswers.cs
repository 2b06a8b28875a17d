using Api.Caching;
using Api.Database;
using Api.Formats;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Listing.Sql;
using Api.Observability;
using Dapper;
using Npgsql;

namespace Api.Reading;

/// <summary>Answers with one page of records as JSON.</summary>
internal sealed class PageAnswers(DatabaseServers servers)
{
    /// <summary>The number of matching records does not change within a version, and costs more than a page of them.</summary>
    private readonly BoundedCache<(string Matching, DatasetVersion Version), IReadOnlyList<(string? Value, long Count)>> _counts = new(
        capacity: 8 * 1024 * 1024, (key, counts) => 200 + (2 * key.Matching.Length) + (50 * counts.Count));

    public Answer Describe(HttpContext http, string path, ListQuery query, DatasetVersion version) =>
        new($"{query.View.Name}.json?{query.Canonical}", version, body => WriteAsync(http, path, body, query, version))
        {
            Price = Prices.Of(query, RequestKind.Page, version),
            IsPinned = query.Version is not null || query.After is not null,
        };

    private async Task WriteAsync(HttpContext http, string path, Stream body, ListQuery query, DatasetVersion version)
    {
        var cancel = http.RequestAborted;
        await using var connection = await servers.OpenAsync(version, cancel);
        var counts = await CountAsync(connection, query, version, cancel);
        await using var page = new JsonPage(body, query, version);
        string?[]? lastKeys;
        await using (var rows = await connection.ExecuteReaderAsync(SqlBuilder.Page(query, version.Version, counts is null).Command(cancel)))
        {
            ServerTiming.Of(http)?.Lap(ServerTiming.Database);
            lastKeys = await page.WriteRowsAsync(rows, cancel);
        }

        counts ??= Remember(query, version, [(null, page.Counted)]);
        var suggestions = query.Search is not null && counts.All(count => count.Count == 0)
            ? await Suggestions.FindAsync(connection, query, version.Version, cancel) : null;
        var cursor = lastKeys is null ? null : Cursor.In(version, lastKeys).Encode(query);
        var next = cursor is null ? null : AnswerLinks.Next(http.Request, path, query, cursor);
        var snippets = query.Snippets
            ? Snippets.Of(query.View, query.Fields, format => AnswerLinks.Table(http.Request, query, version, format)) : null;
        await page.WriteEndAsync(counts, next, cursor, suggestions, snippets, cancel);
        if (next is not null)
            http.Response.Headers.Link = $"{http.Response.Headers.Link}, <{next}>; rel=\"next\"";
    }

    /// <summary>How many rows match; null where the page counts them.</summary>
    private async Task<IReadOnlyList<(string? Value, long Count)>?> CountAsync(
        NpgsqlConnection connection, ListQuery query, DatasetVersion version, CancellationToken cancel)
    {
        if (_counts.TryGet((query.Matching, version), out var known))
            return known;
        return SqlBuilder.CanCountInPage(query) ? null : Remember(query, version,
            (await connection.QueryAsync<(string?, long)>(SqlBuilder.Count(query, version.Version).Command(cancel))).AsList());
    }

    private IReadOnlyList<(string? Value, long Count)> Remember(
        ListQuery query, DatasetVersion version, IReadOnlyList<(string? Value, long Count)> counts)
    {
        _counts.Set((query.Matching, version), counts);
        return counts;
    }
}
