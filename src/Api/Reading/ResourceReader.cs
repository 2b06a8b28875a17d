using Api.Caching;
using Api.Database;
using Api.Formats;
using Api.Guards;
using Api.Http;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Listing.Sql;
using Api.Observability;
using Dapper;
using Dataset;
using Microsoft.AspNetCore.Http.Timeouts;
using Npgsql;

namespace Api.Reading;

/// <summary>
/// Answers requests for a resource: understands them, which needs no query of the records, and only then reads. Every
/// answer is read from one version of the dataset, whatever is loaded meanwhile.
/// </summary>
internal sealed class ResourceReader(DatabaseServers database, DatasetVersions versions, AnswerCache answers, Exports exports, Instruments instruments)
{
    /// <summary>A table of many records may take longer than a page.</summary>
    private const string TableTimeout = "set local statement_timeout = '10min'";

    private const int NearIds = 1000;

    /// <summary>How many records match does not change within a version, and would cost more than a page of them.</summary>
    private readonly BoundedCache<(string Matching, DatasetVersion Version), IReadOnlyList<(string?, long)>> _counts = new(
        capacity: 8 * 1024 * 1024, (key, counts) => 200 + (2 * key.Matching.Length) + (50 * counts.Count));

    private readonly PageStatements _statements = new();

    /// <summary>A page of records, or a table of all that match.</summary>
    /// <param name="http">The request.</param>
    /// <param name="view">What is asked for.</param>
    /// <param name="extension">Name of the format that the path ends in; null when Accept decides.</param>
    public async Task ListAsync(HttpContext http, View view, string? extension)
    {
        var format = FormatOf(http, extension);
        var (query, version) = await ParseAsync(http, view, format.IsTable ? RequestKind.Table : RequestKind.Page, format.Name);
        http.Response.ContentType = format.ContentType;
        var path = $"/v1/{view.Name}{ExtensionOf(format, extension)}"; // As it is written here: what is kept is for everyone, however they write it.
        CiteAs(http, path, version, query);
        if (format.IsTable)
        {
            http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"{view.Name.Replace('/', '-')}-v{version.Version}.{format.Name}\"";
        }

        await answers.SendAsync(
            http, version, $"{view.Name}.{format.Name}?{query.Canonical}", query.Version is not null || query.After is not null,
            body => format.IsTable ? exports.RunAsync(() => WriteTableAsync(body, query, version, format, http.RequestAborted, ServerTiming.Of(http)), http.RequestAborted) : WritePageAsync(http, path, body, query, version),
            streams: format.IsTable);
    }

    /// <summary>One record.</summary>
    public async Task GetAsync(HttpContext http, Resource resource, string id)
    {
        var (stem, extension) = SplitExtension(id);
        var format = FormatOf(http, extension);
        var (query, version) = await ParseAsync(http, resource, RequestKind.Record, format.Name);
        http.Response.ContentType = format.ContentType;
        CiteAs(http, $"/v1/{resource.Name}/{Uri.EscapeDataString(stem)}{ExtensionOf(format, extension)}", version, query);
        await answers.SendAsync(http, version, $"{resource.Name}/{stem}.{format.Name}?{query.Canonical}", query.Version is not null, async body =>
        {
            await using var connection = await database.OpenAsync(version, http.RequestAborted);
            await using var rows = await ReadAsync(connection, SqlBuilder.Record(query, version.Version, stem, format.ColumnsOf(query)), http.RequestAborted);
            ServerTiming.Of(http)?.Lap(ServerTiming.Database);
            if (!rows.HasRows)
            {
                await rows.DisposeAsync();
                throw await NotFoundAsync(connection, resource, version, stem);
            }

            await format.WriteAsync(body, query, version, rows, http.RequestAborted);
        }, mayBeMissing: true);
    }

    /// <summary>Counts of records by the values of fields.</summary>
    public async Task CountAsync(HttpContext http, View view)
    {
        var format = Negotiation.Choose(http.Request, [Format.All[0]]);
        var (query, version) = await ParseAsync(http, view, RequestKind.Facets, format.Name);
        http.Response.ContentType = format.ContentType;
        CiteAs(http, $"/v1/{view.Name}/facets", version, query);
        await answers.SendAsync(http, version, $"{view.Name}/facets?{query.Canonical}", query.Version is not null, async body =>
        {
            await using var connection = await database.OpenAsync(version, http.RequestAborted);
            await using var rows = await ReadAsync(connection, SqlBuilder.Facets(query, version.Version), http.RequestAborted);
            ServerTiming.Of(http)?.Lap(ServerTiming.Database);
            await FacetsWriter.WriteAsync(body, query, version, rows, http.RequestAborted);
        });
    }

    /// <summary>What is asked of a view, and of which version.</summary>
    /// <exception cref="BadRequestException">Something of it is not understood, or not allowed.</exception>
    internal async Task<(ListQuery Query, DatasetVersion Version)> ParseAsync(HttpContext http, View view, RequestKind kind, string format)
    {
        var cancel = http.RequestAborted;
        var known = await versions.ReferenceIdsAsync(await versions.CurrentAsync(cancel), cancel);
        ListQuery query;
        try
        {
            query = RequestParser.Parse(http.Request.QueryString, view, kind, format, known);
        }
        catch (BadRequestException refusal) when (refusal.Errors.Any(error => error.Code is ErrorCode.UnknownVersion or ErrorCode.UnknownReference))
        {
            // A version that was loaded this moment may be known elsewhere already.
            DatasetVersion current;
            try
            {
                current = await versions.AskAsync(cancel);
            }
            catch (NpgsqlException)
            {
                throw refusal; // It cannot be asked: what is known here holds.
            }

            if (current.Version == known.Version)
                throw;
            query = RequestParser.Parse(http.Request.QueryString, view, kind, format, await versions.ReferenceIdsAsync(current, cancel));
        }

        ServerTiming.Of(http)?.Lap("parse");
        if (query.Version is null && query.After is { } after)
            return (query, await versions.FindAsync(after.Version, cancel) ?? throw new BadRequestException([GoneVersion(after)]));
        return (query, await versions.FindOrCurrentAsync(query.Version, cancel));
    }

    private static ParameterError GoneVersion(Cursor cursor) =>
        new("cursor", ErrorCode.InvalidCursor, $"The cursor was made for version {cursor.Version}, which this dataset does not have.");

    private async Task WritePageAsync(HttpContext http, string path, Stream body, ListQuery query, DatasetVersion version)
    {
        await using var connection = await database.OpenAsync(version, http.RequestAborted);
        var counted = (query.Matching, version);
        var counts = _counts.Find(counted);
        await using var rows = await ReadAsync(connection, counts is null ? SqlBuilder.Page(query, version.Version, isCounted: false) : _statements.Of(query, version.Version), http.RequestAborted);
        ServerTiming.Of(http)?.Lap(ServerTiming.Database);
        if (counts is null)
        {
            counts = await CountsAsync(rows, http.RequestAborted);
            _counts.Keep(counted, counts);
        }

        var next = await JsonFormat.WritePageAsync(body, query, version, counts, rows, cursor => AddressOf(http.Request, path, query, cursor), format => TableOf(http.Request, query, version, format), SuggestAsync, http.RequestAborted);
        if (next is not null)
            http.Response.Headers.Link = $"{http.Response.Headers.Link}, <{next}>; rel=\"next\"";

        async Task<IReadOnlyList<string>> SuggestAsync()
        {
            await rows.DisposeAsync();
            return await Suggestions.ForAsync(connection, query, version.Version, http.RequestAborted);
        }
    }

    /// <summary>
    /// Writes all records that match, in a table format. It streams, so that a table of any size takes little memory; an error on the way
    /// breaks the connection off, lest the part look like the whole.
    /// </summary>
    public async Task WriteTableAsync(Stream body, ListQuery query, DatasetVersion version, Format format, CancellationToken cancel, ServerTiming? timing = null)
    {
        await using var connection = await database.OpenAsync(version, cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await connection.ExecuteAsync(TableTimeout);
        await using var rows = await ReadAsync(connection, SqlBuilder.Table(query, version.Version, format.ColumnsOf(query)), cancel, commandTimeout: 0);
        timing?.Lap(ServerTiming.Database);
        await format.WriteAsync(body, query, version, rows, cancel);
        instruments.Exported(format.Name, RowsOf(rows));
    }

    /// <summary>How many rows PostgreSQL says that it gave.</summary>
#pragma warning disable CS0618 // What is to replace it tells of a batch, and this is a command.
    private static long RowsOf(System.Data.Common.DbDataReader rows) => (long)((NpgsqlDataReader)rows.Unwrapped()).Statements[0].Rows;
#pragma warning restore CS0618

    private static async Task<IReadOnlyList<(string?, long)>> CountsAsync(System.Data.Common.DbDataReader rows, CancellationToken cancel)
    {
        var counts = new List<(string?, long)>();
        while (await rows.ReadAsync(cancel))
            counts.Add((rows.IsDBNull(0) ? null : rows.GetString(0), rows.GetInt64(1)));
        await rows.NextResultAsync(cancel);
        return counts;
    }

    private static Task<System.Data.Common.DbDataReader> ReadAsync(NpgsqlConnection connection, SqlQuery sql, CancellationToken cancel, int? commandTimeout = null) =>
        connection.ExecuteReaderAsync(sql.Command(cancel, commandTimeout));

    private static Format FormatOf(HttpContext http, string? extension)
    {
        if (extension is null)
        {
            http.Response.Headers.Vary = "Accept";
            return Negotiation.Choose(http.Request, Format.All);
        }

        return Format.All.FirstOrDefault(format => format.Name == extension)
            ?? throw new BadRequestException([ParameterError.NotAmong("format", ErrorCode.UnknownFormat, extension, Format.All.Select(format => format.Name), "a format")]);
    }

    /// <summary>An id never holds a dot, so that one begins an extension.</summary>
    private static (string Stem, string? Extension) SplitExtension(string id) =>
        id.IndexOf('.') is var dot and >= 0 ? (id[..dot], id[(dot + 1)..]) : (id, null);

    /// <summary>What the path ends in: the format where it was chosen there, or must be told, since a table is asked for by Accept alone.</summary>
    private static string ExtensionOf(Format format, string? asked) => asked is not null || format.IsTable ? $".{format.Name}" : "";

    private static string AddressOf(HttpRequest request, string path, ListQuery query, Cursor cursor) =>
        Address.Of(request, path, query.Given.Where(pair => pair.Key != "cursor").Append(new("cursor", cursor.Encode(query))));

    /// <summary>All records of a page's question in the version it was read from.</summary>
    private static string TableOf(HttpRequest request, ListQuery query, DatasetVersion version, string format) =>
        Address.Pinned(request, $"/v1/{query.View.Name}.{format}", version.Version, query.Given.Where(pair => pair.Key is not ("cursor" or "limit" or "snippets")));

    /// <summary>Tells the address to cite the answer by (RFC 8574): the one of the same answer for ever. A cursor is bound to its version already.</summary>
    private static void CiteAs(HttpContext http, string path, DatasetVersion version, ListQuery query) => http.Response.Headers.Link =
        $"<{(query.After is null ? Address.Pinned(http.Request, path, version.Version, query.Given) : Address.Of(http.Request, path, query.Given))}>; rel=\"cite-as\"";

    /// <summary>That there is no such record, with the nearest id that there is.</summary>
    internal static async Task<NotFoundException> NotFoundAsync(NpgsqlConnection connection, Resource resource, DatasetVersion version, string id) =>
        new($"/v1/{resource.Name} has no record '{id}' in version {version.Version}.", await NearestAsync(connection, resource, version, id));

    /// <summary>The nearest among the ids that begin alike, in whatever case.</summary>
    private static async Task<string?> NearestAsync(NpgsqlConnection connection, Resource resource, DatasetVersion version, string id) =>
        Names.Nearest(id, await connection.QueryAsync<string>(
            $"select r.id from ({resource.Sql}) r where r.id ilike @prefix escape '\\' order by r.id limit {NearIds}",
            new { version = version.Version, prefix = Values.LikeLiteral(string.Concat(id.EnumerateRunes().Take(2))) + "%" }));
}
