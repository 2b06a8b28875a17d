using System.Security.Cryptography;
using System.Text;
using Api.Caching;
using Api.Database;
using Api.Http;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Listing.Sql;
using Api.Reading;
using Api.Resources;
using Api.Views;
using Dapper;
using Dataset;
using Npgsql;

namespace Api.Features.Citations;

internal static class CitationEndpoints
{
    private const int ShownOfHash = 12;

    public static void MapCitations(this IEndpointRouteBuilder routes)
    {
        routes.MapEvidence();
        foreach (var view in Registry.All.Concat(ViewRegistry.All))
        {
            var tag = view is Resource resource ? ResourceEndpoints.TagOf(resource) : Tags.Across;
            var sources = view.Find("source_ids") is null ? " Its rows do not name their sources, so that all sources of the dataset are cited." : "";
            routes.MapBoth($"/v1/{view.Name}/citation", route => route
                    .Describe($"cite{view.Rows.ManyIdentifier}", tag, $"Cite {view.Rows.Many}",
                        $"How to cite all that a query finds; the parameters are those of the list.{sources}")
                    .Of(view, RequestKind.Citation),
                (HttpContext http, RequestReader requests, DatabaseServers database, AnswerCache answers) =>
                    QueryAsync(http, view, null, requests, database, answers),
                (string format, HttpContext http, RequestReader requests, DatabaseServers database, AnswerCache answers) =>
                    QueryAsync(http, view, format, requests, database, answers));
        }

        foreach (var resource in Registry.All)
        {
            routes.MapBoth($"/v1/{resource.Name}/{{id}}/citation", route => route
                    .Describe($"cite{resource.Rows.OneIdentifier}", ResourceEndpoints.TagOf(resource), $"Cite one {resource.Rows.One}",
                        "How to cite the record with this id.", NoParameters.Version)
                    .PathExample("id", resource.Example!, $"Id of the record, for example {resource.Example}.").AnswersNotFound(),
                (string id, HttpContext http, RequestReader requests, DatabaseServers database, AnswerCache answers) =>
                    RecordAsync(http, resource, id, null, requests, database, answers),
                (string id, string format, HttpContext http, RequestReader requests, DatabaseServers database, AnswerCache answers) =>
                    RecordAsync(http, resource, id, format, requests, database, answers));
        }
    }

    /// <summary>Maps the address without an extension, where Accept decides, and with one.</summary>
    private static void MapBoth(
        this IEndpointRouteBuilder routes, string path, Func<IEndpointConventionBuilder, IEndpointConventionBuilder> describe,
        Delegate negotiated, Delegate named)
    {
        string[] names = [.. CitationFormat.All.Select(format => format.Name)];
        routes.MapRead(path, negotiated).ExcludeFromDescription();
        describe(routes.MapRead(path + ".{format}", named)).AnswersFile(MediaTypes.Any).AnswersUnavailable()
            .PathExample("format", "bib", $"The format: {string.Join(", ", names)}.", names);
    }

    private static async Task QueryAsync(
        HttpContext http, View view, string? extension, RequestReader requests, DatabaseServers database, AnswerCache answers)
    {
        var format = CitationFormat.Of(http, extension);
        var query = await requests.ParseAsync(http, view, RequestKind.Citation, format.Name);
        var version = await requests.ResolveAsync(query, http.RequestAborted);
        var asked = string.Join('&', query.Given.Where(pair => pair.Key != NoParameters.Version).Select(pair => $"{pair.Key}={pair.Value}"));
        var key = asked.Length == 0 ? view.Name.Replace('/', '-')
            : $"{view.Name.Replace('/', '-')}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked)).AsSpan(0, 4))}";
        var note = view.Find("source_ids") is null
            ? $"The rows of {view.Name} do not name their documents; those listed are all documents of the dataset." : null;
        http.Response.ContentType = format.ContentType;
        await answers.SendAsync(http, new($"{view.Name}/citation.{format.Name}?{query.Canonical}", version, async body =>
        {
            await using var connection = await database.OpenAsync(version, http.RequestAborted);
            var citation = await CitationAsync(http, connection, query, version, $"/v1/{view.Name}", key, note);
            await body.WriteAsync(format.Write(citation), http.RequestAborted);
        })
        { Price = Prices.Of(query, RequestKind.Citation, version), IsPinned = query.Version is not null });
    }

    private static async Task RecordAsync(
        HttpContext http, Resource resource, string id, string? extension, RequestReader requests, DatabaseServers database, AnswerCache answers)
    {
        var format = CitationFormat.Of(http, extension);
        var asked = NoParameters.CheckVersion(http);
        var version = await requests.ResolveAsync(asked, http.RequestAborted);
        http.Response.ContentType = format.ContentType;
        await answers.SendAsync(http, new($"{resource.Name}/{id}/citation.{format.Name}", version, async body =>
        {
            await using var connection = await database.OpenAsync(version, http.RequestAborted);
            var title = await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(
                $"select r.{(resource.Find("title") is null ? "name" : "title")} from ({resource.Sql}) r where r.id = @id",
                new { id, version = version.Version }, cancellationToken: http.RequestAborted))
                ?? throw await ResourceReader.NotFoundAsync(connection, resource, version, id);
            var query = new ListQuery(resource) { Conditions = [new(resource.Filters.Single(filter => filter.Parameter == "id"), new[] { id })] };
            var citation = await CitationAsync(
                http, connection, query, version,
                $"/v1/{resource.Name}/{id}", $"{resource.Name}-{id}", $"Cited is {resource.Name}/{id}: “{title}”.");
            await body.WriteAsync(format.Write(citation), http.RequestAborted);
        })
        { IsPinned = asked is not null });
    }

    /// <summary>The citation of the answer at a path. It depends on the version alone, and not on the day of the request.</summary>
    private static async Task<Citation> CitationAsync(
        HttpContext http, NpgsqlConnection connection, ListQuery query, DatasetVersion version, string path, string key, string? note)
    {
        var title = await connection.ExecuteScalarAsync<string>(new CommandDefinition(
            "select description ->> 'title' from dataset_versions where version = @Version",
            new { version.Version }, cancellationToken: http.RequestAborted));
        var sources = SqlBuilder.Sources(query, version.Version, Sources.Resource);
        var rows = await connection.QueryAsync<SourceRow>(sources.Command(http.RequestAborted));
        var hash = version.ContentHash[..ShownOfHash];
        var hashNote = $"Content hash (SHA-256, first {ShownOfHash} digits): {hash}.";
        return new(
            new($"dataset-v{version.Version}-{hash}-{key}", CitedKind.Dataset, title!, note is null ? hashNote : $"{note} {hashNote}")
            {
                Date = FuzzyDate.Parse($"{version.LoadedAt.Year:D4}"),
                Version = $"{version.Version}",
                Url = Address.Pinned(http.Request, path, version.Version, query.Given),
            },
            [.. rows.Select(row => new CitedWork(
                row.Id, CitedKind.Of(row.Kind), row.Title, $"Described at {Address.Pinned(http.Request, $"/v1/sources/{row.Id}", version.Version)}")
            {
                Author = row.Author,
                Url = row.Url,
                Publisher = row.Publisher,
                Date = row.Date is null ? null : FuzzyDate.Parse(row.Date),
            })]);
    }

    private sealed record SourceRow(string Id, string Title, string? Author, string? Publisher, string? Date, string Kind, string? Url);
}
