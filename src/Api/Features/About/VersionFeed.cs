using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Api.Caching;
using Api.Database;
using Api.Formats;
using Api.Http;
using Api.Listing.Declare;
using Api.Reading;
using Api.Views;
using Dapper;

namespace Api.Features.About;

/// <summary>An Atom feed (RFC 4287) with an entry for each version, for programs that wait for the next.</summary>
internal static class VersionFeed
{
    private const string MediaType = "application/atom+xml";
    private const string Path = "/v1/dataset/versions";
    private static readonly XmlWriterSettings Utf8 =
        new() { Async = true, Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private static readonly string Sql = $"""
        select version, content_hash, loaded_at, description ->> 'title' as title,
          coalesce(added, 0)::integer as added, coalesce(revised, 0)::integer as revised, coalesce(retracted, 0)::integer as retracted
        from dataset_versions
        left join ({Changes.CountsSql}) counts using (version)
        where version <= @Version
        order by version desc
        """;

    public static void MapVersionFeed(this IEndpointRouteBuilder routes) => routes.MapRead($"{Path}.atom", FeedAsync)
        .Describe("getVersionFeed", Tags.Overview, "Follow the versions of the dataset as a feed",
            "An Atom feed of the versions, the newest first, each with the number of records that it added, revised and retracted, "
            + "and a link to them.")
        .AnswersFile(MediaType).AnswersUnavailable();

    private static async Task FeedAsync(HttpContext http, RequestReader requests, DatabaseServers database, AnswerCache answers)
    {
        NoParameters.Check(http);
        var current = await requests.CurrentAsync(http.RequestAborted);
        http.Response.ContentType = $"{MediaType}; charset=utf-8";
        await answers.SendAsync(http, new("versions.atom", current, async body =>
        {
            await using var connection = await database.OpenAsync(current, http.RequestAborted);
            var command = new CommandDefinition(Sql, new { current.Version }, cancellationToken: http.RequestAborted);
            var rows = (await connection.QueryAsync<Row>(command)).AsList();
            await using var xml = XmlWriter.Create(body, Utf8);
            await new XDocument(Feed(http.Request, rows)).WriteToAsync(xml, http.RequestAborted);
        })
        { Price = Prices.Of(new(Changes.View), RequestKind.Table, current) });
    }

    private static XElement Feed(HttpRequest request, IReadOnlyList<Row> rows) => new(Atom + "feed",
        new XElement(Atom + "id", Urn($"versions of {rows[^1].ContentHash}")),
        new XElement(Atom + "title", $"{XmlSafeText.Of(rows[0].Title)}: versions"),
        new XElement(Atom + "updated", Time(rows[0])),
        new XElement(Atom + "author", new XElement(Atom + "name", XmlSafeText.Of(rows[0].Title))),
        Link("self", Address.Of(request, $"{Path}.atom", []), MediaType),
        Link("alternate", Address.Of(request, Path, [])),
        rows.Select(row => new XElement(Atom + "entry",
            new XElement(Atom + "id", Urn($"version {row.Version} of {row.ContentHash}")), // A later version may have the same content.
            new XElement(Atom + "title", $"Version {row.Version}"),
            new XElement(Atom + "updated", Time(row)),
            Link("alternate", Address.Pinned(request, "/v1/dataset", row.Version)),
            Link("related", Address.Of(request, "/v1/changes", [new("since", $"{row.Version - 1}"), new("to", $"{row.Version}")])),
            new XElement(Atom + "summary", $"{row.Added} added, {row.Revised} revised, {row.Retracted} retracted."))));

    private static XElement Link(string relation, string address, string mediaType = "application/json") =>
        new(Atom + "link", new XAttribute("rel", relation), new XAttribute("type", mediaType), new XAttribute("href", address));

    private static string Time(Row row) => row.LoadedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>An id that is the same on every server: a UUID from a hash (RFC 9562, version 8).</summary>
    private static string Urn(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(hash, bigEndian: true)}";
    }

    private sealed record Row(int Version, string ContentHash, DateTime LoadedAt, string Title, int Added, int Revised, int Retracted);
}
