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
        routes.MapView(resource, tag);
    }

    public static void MapViews(this IEndpointRouteBuilder routes)
    {
        foreach (var view in ViewRegistry.All)
            routes.MapView(view, Tags.Across);
    }

    private static void MapView(this IEndpointRouteBuilder routes, View view, string tag)
    {
        var reader = routes.ServiceProvider.GetRequiredService<ResourceReader>();
        var path = $"/v1/{view.Name}";
        var rows = view.Rows;
        string Description() => Documentation.Of(view.Record);

        routes.MapRead(path, http => reader.ListAsync(http, view, extension: null))
            .Describe($"list{rows.ManyIdentifier}", tag, $"List {rows.Many}", () => $"{Description()} One page of those that match, as JSON.")
            .Of(view, RequestKind.Page).AnswersUnavailable();

        routes.MapRead(path + ".{format}", http => reader.ListAsync(http, view, http.InPath("format")))
            .Describe($"export{rows.ManyIdentifier}", tag, $"Export {rows.Many} as a table",
                "All that match, streamed.")
            .PathExample("format", "csv", $"The format: {string.Join(", ", Tables.Select(f => f.Name))}.", [.. Tables.Select(f => f.Name)])
            .Of(view, RequestKind.Table).AnswersUnavailable();

        if (view.Example is { } example)
        {
            routes.MapRead($"{path}/{{id}}", http => reader.GetAsync(http, view, http.InPath("id")))
                .Describe($"get{rows.OneIdentifier}", tag, $"Get one {rows.One} by its id",
                    Description)
                .PathExample("id", example, $"Id of the record, as the list gives it, for example {example}.")
                .Of(view, RequestKind.Record).AnswersNotFound().AnswersUnavailable();
        }

        if (view.Fields.Any(field => field.Uses.HasFlag(FieldUses.Facet)))
            routes.MapRead(path + "/facets", http => reader.CountAsync(http, view))
                .Describe($"count{rows.ManyIdentifier}", tag, $"Count {rows.Many} by the values of their fields",
                    "For each of the fields in by: every value of the records that match, with the number of records that have it.")
                .Of(view, RequestKind.Facets).AnswersUnavailable();
    }

    public static string TagOf(Resource resource) => Title(resource);

    public static IEndpointConventionBuilder Of(this IEndpointConventionBuilder route, View view, RequestKind kind) =>
        route.WithMetadata(new ViewOperation(view, kind));

    private static string Title(View view) => char.ToUpperInvariant(view.Name[0]) + view.Identifier[1..].Replace('_', ' ');
}
