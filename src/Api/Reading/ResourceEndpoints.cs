using Api.Formats;
using Api.Http;
using Api.Listing.Declare;
using Api.Views;
using Dataset;

namespace Api.Reading;

/// <summary>The routes that every view has, and those that every resource has beside them.</summary>
internal static class ResourceEndpoints
{
    private static readonly Format[] Tables = [.. Format.All.Where(format => format.IsTable)];

    /// <summary>Maps list, table, counts and record of a resource.</summary>
    public static void MapResource(this IEndpointRouteBuilder routes, Resource resource)
    {
        var reader = routes.ServiceProvider.GetRequiredService<ResourceReader>();
        var tag = TagOf(resource);
        routes.MapView(resource, tag, $"List {resource.Name}", $"All {resource.Name} as a table", $"Count {resource.Name} by value");
        routes.MapRead($"/v1/{resource.Name}/{{id}}", http => reader.GetAsync(http, resource, http.InPath("id")))
            .Describe(tag, $"One of {resource.Name}", () => $"{Documentation.Of(resource.Record)} The one with this id; with an extension ({string.Join(", ", Format.All.Select(f => $".{f.Name}"))}) in that format.")
            .PathExample("id", resource.Example, $"Id of the record, as the list gives it, for example {resource.Example}.")
            .Of(resource, RequestKind.Record).AnswersNotFound().AnswersUnavailable();
    }

    /// <summary>Maps what is made from the resources.</summary>
    public static void MapViews(this IEndpointRouteBuilder routes)
    {
        foreach (var view in ViewRegistry.All)
            routes.MapView(view, Tags.Across, $"{Title(view)}: a page", $"{Title(view)}: all as a table", $"{Title(view)}: counts by value");
    }

    /// <summary>Maps list, table and counts of a view.</summary>
    private static void MapView(this IEndpointRouteBuilder routes, View view, string tag, string list, string table, string counts)
    {
        var reader = routes.ServiceProvider.GetRequiredService<ResourceReader>();
        var path = $"/v1/{view.Name}";
        string What() => Documentation.Of(view.Record);

        routes.MapRead(path, http => reader.ListAsync(http, view, extension: null))
            .Describe(tag, list, () => $"{What()} One page of those that match, as JSON; Accept with the media type of a table ({string.Join(", ", Tables.Select(f => f.MediaType))}) gives all of them.{Code(view)}")
            .Of(view, RequestKind.Page).AnswersUnavailable();

        routes.MapRead(path + ".{format}", http => reader.ListAsync(http, view, http.InPath("format")))
            .Describe(tag, table, () => $"{What()} All that match, streamed: {string.Join("; ", Tables.Select(f => $"{f.Name}: {f.Description}"))}. The extension json gives a page, as without one.")
            .PathExample("format", "csv", $"The format: {string.Join(", ", Tables.Select(f => f.Name))}.", [.. Tables.Select(f => f.Name)])
            .Of(view, RequestKind.Table).AnswersUnavailable();

        if (view.Fields.Any(field => field.Uses.HasFlag(FieldUses.Facet)))
            routes.MapRead(path + "/facets", http => reader.CountAsync(http, view))
                .Describe(tag, counts, "For each of the fields in by: every value that the matching records have, with the number of records that have it, the most frequent first. A list counts under each of its items; null counts those without a value.")
                .Of(view, RequestKind.Facets).AnswersUnavailable();
    }

    /// <summary>Code for the documentation to show; the page itself gives it for any question, with snippets=true.</summary>
    private static string Code(View view)
    {
        var question = view.NeedsSearch ? "?q=pipeline" : "";
        return string.Concat(Snippets.Of(view, view.Fields, format => $"{ApiIdentity.DefaultAddress}/v1/{view.Name}.{format}{question}")
            .Select(snippet => $"\n\n**{snippet.Tool}**\n\n```\n{snippet.Code.TrimEnd()}\n```"));
    }

    /// <summary>The group that the resource's operations are shown in.</summary>
    public static string TagOf(Resource resource) => Title(resource);

    /// <summary>Documents that the operation reads a view, with all the parameters that the view declares.</summary>
    public static IEndpointConventionBuilder Of(this IEndpointConventionBuilder route, View view, RequestKind kind) =>
        route.WithMetadata(new ViewOperation(view, kind));

    private static string Title(View view) => char.ToUpperInvariant(view.Name[0]) + view.Identifier[1..].Replace('_', ' ');
}
