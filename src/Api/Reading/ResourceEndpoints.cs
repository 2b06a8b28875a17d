using Api.Formats;
using Api.Http;
using Api.Listing.Declare;
using Api.Views;
using Dataset;

namespace Api.Reading;

/// <summary>The routes that every view and every resource has.</summary>
internal static class ResourceEndpoints
{
    private static readonly Format[] Tables = [.. Format.All.Where(format => format.IsTable)];

    public static void MapResource(this IEndpointRouteBuilder routes, Resource resource)
    {
        var tag = TagOf(resource);
        routes.MapView(resource, tag, $"List {resource.Name}", $"All {resource.Name} as a table", $"Count {resource.Name} by value");
    }

    public static void MapViews(this IEndpointRouteBuilder routes)
    {
        foreach (var view in ViewRegistry.All)
            routes.MapView(view, Tags.Across, $"{Title(view)}: a page", $"{Title(view)}: all as a table", $"{Title(view)}: counts by value");
    }

    private static void MapView(this IEndpointRouteBuilder routes, View view, string tag, string list, string table, string counts)
    {
        var reader = routes.ServiceProvider.GetRequiredService<ResourceReader>();
        var path = $"/v1/{view.Name}";
        string Description() => Documentation.Of(view.Record);
        var mediaTypes = string.Join(", ", Tables.Select(format => format.MediaType));
        var formats = string.Join("; ", Tables.Select(format => $"{format.Name}: {format.Description}"));

        routes.MapRead(path, http => reader.ListAsync(http, view, extension: null))
            .Describe(tag, list, () => $"{Description()} One page of those that match, as JSON; "
                + $"Accept with the media type of a table ({mediaTypes}) gives all of them.{Code(view)}")
            .Of(view, RequestKind.Page).AnswersUnavailable();

        routes.MapRead(path + ".{format}", http => reader.ListAsync(http, view, http.InPath("format")))
            .Describe(tag, table, () => $"{Description()} All that match, streamed: {formats}. The extension json gives a page, as without one.")
            .PathExample("format", "csv", $"The format: {string.Join(", ", Tables.Select(f => f.Name))}.", [.. Tables.Select(f => f.Name)])
            .Of(view, RequestKind.Table).AnswersUnavailable();

        if (view.Example is { } example)
        {
            var extensions = string.Join(", ", Format.All.Select(format => $".{format.Name}"));
            routes.MapRead($"{path}/{{id}}", http => reader.GetAsync(http, view, http.InPath("id")))
                .Describe(tag, $"One of {view.Name}", () => $"{Description()} The one with this id; with an extension ({extensions}) in that format.")
                .PathExample("id", example, $"Id of the record, as the list gives it, for example {example}.")
                .Of(view, RequestKind.Record).AnswersNotFound().AnswersUnavailable();
        }

        if (view.Fields.Any(field => field.Uses.HasFlag(FieldUses.Facet)))
            routes.MapRead(path + "/facets", http => reader.CountAsync(http, view))
                .Describe(tag, counts,
                    "For each of the fields in by: every value that the matching records have, with the number of records that have it, "
                    + "the most frequent first. A list counts under each of its items; null counts those without a value.")
                .Of(view, RequestKind.Facets).AnswersUnavailable();
    }

    /// <summary>Code for the documentation; with snippets=true, a page of the list has it for its own request.</summary>
    private static string Code(View view)
    {
        var query = view.NeedsSearch ? "?q=pipeline" : "";
        return string.Concat(Snippets.Of(view, view.Fields, format => $"{ApiIdentity.DefaultAddress}/v1/{view.Name}.{format}{query}")
            .Select(snippet => $"\n\n**{snippet.Tool}**\n\n```\n{snippet.Code.TrimEnd()}\n```"));
    }

    public static string TagOf(Resource resource) => Title(resource);

    public static IEndpointConventionBuilder Of(this IEndpointConventionBuilder route, View view, RequestKind kind) =>
        route.WithMetadata(new ViewOperation(view, kind));

    private static string Title(View view) => char.ToUpperInvariant(view.Name[0]) + view.Identifier[1..].Replace('_', ' ');
}
