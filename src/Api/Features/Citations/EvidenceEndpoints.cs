using System.Text.Json;
using Api.Caching;
using Api.Database;
using Api.Formats;
using Api.Http;
using Api.Listing.Declare;
using Api.Reading;
using Api.Resources;
using Dapper;

namespace Api.Features.Citations;

internal static class EvidenceEndpoints
{
    private const string Context = "http://www.w3.org/ns/anno.jsonld";

    /// <summary>The body is the same for both.</summary>
    private static readonly (string MediaType, string ContentType)[] Types =
        [("application/ld+json", $"application/ld+json; profile=\"{Context}\""), ("application/json", "application/json")];

    public static void MapEvidence(this IEndpointRouteBuilder routes)
    {
        foreach (var resource in Registry.All.Where(resource => resource.Find("evidence") is not null))
        {
            routes.MapRead(
                    $"/v1/{resource.Name}/{{id}}/evidence",
                    (string id, HttpContext http, RequestReader requests, DatabaseServers database, AnswerCache answers) =>
                        EvidenceAsync(http, resource, id, requests, database, answers))
                .Describe($"get{resource.Rows.OneIdentifier}Evidence", ResourceEndpoints.TagOf(resource),
                    $"Get the evidence of one {resource.Rows.One}",
                    "The evidence of the record with this id as W3C Web Annotations, one per phrase.", NoParameters.Version)
                .PathExample("id", resource.Example!, $"Id of the record, for example {resource.Example}.")
                .Answers<EvidenceAnnotations>(Types[0].MediaType)
                .AnswersNotFound().AnswersNotAcceptable().AnswersUnavailable();
        }
    }

    private static async Task EvidenceAsync(
        HttpContext http, Resource resource, string id, RequestReader requests, DatabaseServers database, AnswerCache answers)
    {
        http.Response.Headers.Vary = "Accept";
        var (mediaType, contentType) = Negotiation.Choose(http.Request, Types, type => type.MediaType);
        var asked = NoParameters.CheckVersion(http);
        var version = await requests.ResolveAsync(asked, http.RequestAborted);
        http.Response.ContentType = contentType;
        await answers.SendAsync(http, new($"{resource.Name}/{id}/evidence {mediaType}", version, async body =>
            await JsonSerializer.SerializeAsync(body, await ReadAsync(http, resource, id, version, database), ApiJson.Options, http.RequestAborted))
        { IsPinned = asked is not null });
    }

    private static async Task<EvidenceAnnotations> ReadAsync(
        HttpContext http, Resource resource, string id, DatasetVersion version, DatabaseServers database)
    {
        await using var connection = await database.OpenAsync(version, http.RequestAborted);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition($"""
            select r.title, s.id as source_id, s.title as source_title, (e.entry ->> 'paragraph')::integer as paragraph, e.entry ->> 'exact' as exact
            from ({resource.Sql}) r
            cross join lateral jsonb_array_elements(r.evidence) with ordinality e(entry, place)
            join ({Sources.Resource.Sql}) s on s.id = e.entry ->> 'source_id'
            where r.id = @id
            order by e.place
            """, new { id, version = version.Version }, cancellationToken: http.RequestAborted))).AsList();
        if (rows.Count == 0)
            throw await ResourceReader.NotFoundAsync(connection, resource, version, id);
        return Collection(http.Request, version, $"/v1/{resource.Name}/{id}", rows);
    }

    private static EvidenceAnnotations Collection(HttpRequest request, DatasetVersion version, string path, IReadOnlyList<Row> rows)
    {
        var record = Address.Pinned(request, path, version.Version);
        var address = Address.Pinned(request, $"{path}/evidence", version.Version);
        var generator = new AnnotationGenerator(Address.Of(request, "/v1", []), "Software", ApiIdentity.Title);
        return new(Context, address, "AnnotationCollection", rows[0].Title, rows.Count, new($"{address}#page", "AnnotationPage", 0,
        [
            .. rows.Select((row, i) => new Annotation(
                $"{address}#evidence-{i + 1}", "Annotation", "linking", version.LoadedAt, generator, record,
                new("SpecificResource",
                    new(Address.Pinned(request, $"/v1/sources/{row.SourceId}", version.Version), row.SourceTitle),
                    new("FragmentSelector", $"paragraph={row.Paragraph}", new("TextQuoteSelector", row.Exact))))),
        ]));
    }

    private sealed record Row(string Title, string SourceId, string SourceTitle, int Paragraph, string Exact);
}
