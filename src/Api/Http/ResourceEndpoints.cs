using Api.Formats;
using Api.Listing;
using Dataset;

namespace Api.Http;

/// <summary>The routes that every resource has.</summary>
internal static class ResourceEndpoints
{
    private static readonly Format[] Tables = [.. Format.All.Where(format => format.IsTable)];

    /// <summary>Maps list, table, counts and record of a resource.</summary>
    public static void MapResource(this IEndpointRouteBuilder routes, Resource resource)
    {
        var path = $"/v1/{resource.Name}";
        var what = Documentation.Of(resource.Type.Record);
        var tag = TagOf(resource);

        routes.MapRead(path, (HttpContext http, ResourceReader reader) => reader.ListAsync(http, resource, extension: null))
            .Describe(tag, $"List {resource.Name}", $"{what} One page of those that match, as JSON; Accept text/csv or application/x-ndjson gives all of them as a table.")
            .Of(resource, Ask.Page).AnswersUnavailable();

        routes.MapRead(path + ".{format}", (string format, HttpContext http, ResourceReader reader) => reader.ListAsync(http, resource, format))
            .Describe(tag, $"All {resource.Name} as a table", $"{what} All that match, streamed: {string.Join("; ", Tables.Select(f => $"{f.Name}: {f.Description}"))}. The extension json gives a page, as without one.")
            .PathExample("format", "csv", $"The format: {string.Join(", ", Tables.Select(f => f.Name))}.", [.. Tables.Select(f => f.Name)])
            .Of(resource, Ask.Table).AnswersUnavailable();

        routes.MapRead(path + "/facets", (HttpContext http, ResourceReader reader) => reader.CountAsync(http, resource))
            .Describe(tag, $"Count {resource.Name} by value", "For each of the fields in by: every value that the matching records have, with the number of records that have it, the most frequent first. A list counts under each of its items; null counts those without a value.")
            .Of(resource, Ask.Facets).AnswersUnavailable();

        routes.MapRead(path + "/{id}", (string id, HttpContext http, ResourceReader reader) => reader.GetAsync(http, resource, id))
            .Describe(tag, $"One of {resource.Name}", $"{what} The one with this id; with an extension (.csv, .ndjson, .json) in that format.")
            .PathExample("id", resource.Example, $"Id of the record, as the list gives it, for example {resource.Example}.")
            .Of(resource, Ask.Record).AnswersNotFound().AnswersUnavailable();
    }

    /// <summary>The group that the resource's operations are shown in.</summary>
    public static string TagOf(Resource resource) => char.ToUpperInvariant(resource.Name[0]) + resource.Name[1..].Replace('-', ' ');
}
