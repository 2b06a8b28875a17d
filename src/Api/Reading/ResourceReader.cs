using Api.Caching;
using Api.Database;
using Api.Formats;
using Api.Http;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Listing.Sql;
using Api.Observability;
using Dapper;
using Dataset;
using Npgsql;

namespace Api.Reading;

/// <summary>The path from a request for a resource to its answer: parse, resolve the version, describe the answer, send it.</summary>
internal sealed class ResourceReader(RequestReader requests, PageAnswers pages, TableAnswers tables, AnswerCache answers, DatabaseServers servers)
{
    private const int MostNearIds = 1000;

    /// <summary>A page of records, or a table of all that match. Without an extension Accept decides.</summary>
    public async Task ListAsync(HttpContext http, View view, string? extension)
    {
        var format = ChooseFormat(http, extension);
        var query = await requests.ParseAsync(http, view, format.IsTable ? RequestKind.Table : RequestKind.Page, format.Name);
        var version = await requests.ResolveAsync(query, http.RequestAborted);
        var path = $"/v1/{view.Name}{ExtensionOf(format, extension)}";
        DescribeHead(http, format, path, query, version);
        var answer = format.IsTable ? tables.Describe(http, query, version, format) : pages.Describe(http, path, query, version);
        await answers.SendAsync(http, answer);
    }

    public async Task GetAsync(HttpContext http, View view, string id)
    {
        var (stem, extension) = SplitExtension(id);
        var format = ChooseFormat(http, extension);
        var query = await requests.ParseAsync(http, view, RequestKind.Record, format.Name);
        var version = await requests.ResolveAsync(query, http.RequestAborted);
        DescribeHead(http, format, $"/v1/{view.Name}/{Uri.EscapeDataString(stem)}{ExtensionOf(format, extension)}", query, version);
        await answers.SendAsync(http, new($"{view.Name}/{stem}.{format.Name}?{query.Canonical}", version, WriteAsync)
        {
            Price = Prices.Of(query, RequestKind.Record, version),
            IsPinned = query.Version is not null,
            IsCompressed = format.IsCompressed,
        });

        async Task WriteAsync(Stream body)
        {
            await using var connection = await servers.OpenAsync(version, http.RequestAborted);
            await using var rows = await connection.ExecuteReaderAsync(
                SqlBuilder.Record(query, version.Version, stem, format.ColumnsOf(query)).Command(http.RequestAborted));
            ServerTiming.Of(http)?.Lap(ServerTiming.Database);
            if (!rows.HasRows)
            {
                await rows.DisposeAsync();
                throw await NotFoundAsync(connection, view, version, stem);
            }

            await format.WriteAsync(body, query, version, rows, http.RequestAborted);
        }
    }

    public async Task CountAsync(HttpContext http, View view)
    {
        var format = Negotiation.Choose(http.Request, [Format.All[0]]);
        var query = await requests.ParseAsync(http, view, RequestKind.Facets, format.Name);
        var version = await requests.ResolveAsync(query, http.RequestAborted);
        DescribeHead(http, format, $"/v1/{view.Name}/facets", query, version);
        await answers.SendAsync(http, new($"{view.Name}/facets?{query.Canonical}", version, WriteAsync)
        {
            Price = Prices.Of(query, RequestKind.Facets, version),
            IsPinned = query.Version is not null,
        });

        async Task WriteAsync(Stream body)
        {
            await using var connection = await servers.OpenAsync(version, http.RequestAborted);
            await using var rows = await connection.ExecuteReaderAsync(SqlBuilder.Facets(query, version.Version).Command(http.RequestAborted));
            ServerTiming.Of(http)?.Lap(ServerTiming.Database);
            await FacetsWriter.WriteAsync(body, query, version, rows, http.RequestAborted);
        }
    }

    /// <summary>The problem of an id that no record has, with the nearest id among those that begin alike, in upper or lower case.</summary>
    public static async Task<NotFoundException> NotFoundAsync(NpgsqlConnection connection, View view, DatasetVersion version, string id)
    {
        var near = await connection.QueryAsync<string>(
            $"select r.id from ({view.Sql}) r where r.id ilike @prefix escape '\\' order by r.id limit {MostNearIds}",
            new { version = version.Version, dyad = (string[]?)null, prefix = Values.LikeLiteral(string.Concat(id.EnumerateRunes().Take(2))) + "%" });
        return new($"/v1/{view.Name} has no record '{id}' in version {version.Version}.", Names.Nearest(id, near));
    }

    private static void DescribeHead(HttpContext http, Format format, string path, ListQuery query, DatasetVersion version)
    {
        http.Response.ContentType = format.ContentType;
        AnswerLinks.SetCiteAs(http, path, query, version);
    }

    private static Format ChooseFormat(HttpContext http, string? extension)
    {
        if (extension is null)
        {
            http.Response.Headers.Vary = "Accept";
            return Negotiation.Choose(http.Request, Format.All);
        }

        return Format.All.FirstOrDefault(format => format.Name == extension) ?? throw new BadRequestException(
            ParameterError.NotAmong("format", ErrorCode.UnknownFormat, extension, Format.All.Select(format => format.Name), "a format"));
    }

    /// <summary>An id has no dot, so a dot begins an extension.</summary>
    private static (string Stem, string? Extension) SplitExtension(string id) =>
        id.IndexOf('.') is var dot and >= 0 ? (id[..dot], id[(dot + 1)..]) : (id, null);

    /// <summary>The end of the path that is cited: the format, unless the address leaves the choice and JSON was chosen.</summary>
    private static string ExtensionOf(Format format, string? extension) => extension is not null || format.IsTable ? $".{format.Name}" : "";
}
