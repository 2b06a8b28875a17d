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
        var suggestions = query.Search is not null && counts.All(count => count.Count == 0)
            ? await Suggestions.FindAsync(connection, query, version.Version, cancel) : null;
        await using var rows = await connection.ExecuteReaderAsync(SqlBuilder.Page(query, version.Version).Command(cancel));
        ServerTiming.Of(http)?.Lap(ServerTiming.Database);
        await using var page = new JsonPage(body, query, version);
        var lastKeys = await page.WriteRowsAsync(rows, cancel);
        var next = lastKeys is null ? null : AnswerLinks.Next(http.Request, path, query, Cursor.In(version, lastKeys));
        var snippets = query.Snippets
            ? Snippets.Of(query.View, query.Fields, format => AnswerLinks.Table(http.Request, query, version, format)) : null;
        await page.WriteEndAsync(counts, next, suggestions, snippets, cancel);
        if (next is not null)
            http.Response.Headers.Link = $"{http.Response.Headers.Link}, <{next}>; rel=\"next\"";
    }

    private async Task<IReadOnlyList<(string? Value, long Count)>> CountAsync(
        NpgsqlConnection connection, ListQuery query, DatasetVersion version, CancellationToken cancel)
    {
        var key = (query.Matching, version);
        if (_counts.TryGet(key, out var known))
            return known;
        var counts = (await connection.QueryAsync<(string?, long)>(SqlBuilder.Count(query, version.Version).Command(cancel))).AsList();
        _counts.Set(key, counts);
        return counts;
    }
}
