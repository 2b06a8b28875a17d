using Api.Caching;
using Api.Formats;
using Api.Http;
using Api.Reading;
using Api.Resources;
using Dataset;

namespace Api.Features.About;

/// <summary>The content of this API with its addresses.</summary>
/// <param name="Title">Title of the API.</param>
/// <param name="DatasetVersion">Number of the current dataset version.</param>
/// <param name="Resources">The resources.</param>
/// <param name="Links">Other addresses of the API, by their content.</param>
internal sealed record ApiIndex(string Title, int DatasetVersion, IReadOnlyList<ResourceLink> Resources, IReadOnlyDictionary<string, string> Links);

/// <summary>A resource of the API.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its records.</param>
/// <param name="Href">Address of its list.</param>
/// <param name="Facets">Address of its counts.</param>
/// <param name="Formats">Addresses of all its records, by format.</param>
internal sealed record ResourceLink(string Name, string Description, string Href, string Facets, IReadOnlyDictionary<string, string> Formats);

internal static class IndexEndpoint
{
    public static void MapIndex(this IEndpointRouteBuilder routes) => routes.MapRead("/v1", Index)
        .Describe("getIndex", Tags.Overview, "List the resources and addresses of this API",
            "Lists every resource with the addresses of its list, its counts and its tables, and the other addresses of this API.")
        .Answers<ApiIndex>();

    private static async Task Index(HttpContext http, RequestReader requests, AnswerCache answers)
    {
        NoParameters.Check(http);
        var current = await requests.CurrentAsync(http.RequestAborted);
        await answers.SendJsonAsync(http, current, "index", isPinned: false, () => Task.FromResult(new ApiIndex(
            ApiIdentity.Title,
            current.Version,
            [.. Registry.All.Select(resource => new ResourceLink(
                resource.Name,
                Documentation.Of(resource.Record),
                $"/v1/{resource.Name}",
                $"/v1/{resource.Name}/facets",
                Format.All.ToDictionary(format => format.Name, format => $"/v1/{resource.Name}.{format.Name}")))],
            new Dictionary<string, string>
            {
                ["dyads"] = "/v1/dyads",
                ["timeline"] = "/v1/timeline",
                ["search"] = "/v1/search?q=pipeline",
                ["series"] = "/v1/trade-figures/series",
                ["panel"] = "/v1/panel",
                ["trade_chart"] = "/v1/trade-figures/chart.svg",
                ["timeline_chart"] = "/v1/timeline/chart.svg",
                ["panel_chart"] = "/v1/panel/chart.svg",
                ["changes"] = "/v1/changes",
                ["dataset"] = "/v1/dataset",
                ["versions"] = "/v1/dataset/versions",
                ["bundle"] = "/v1/dataset/bundle.zip",
                ["notebooks"] = "/notebooks",
                ["versions_feed"] = "/v1/dataset/versions.atom",
                ["codelists"] = "/v1/codelists",
                ["problems"] = "/v1/problems",
                ["openapi"] = "/swagger/v1/swagger.json",
                ["swagger"] = "/swagger",
                ["ready"] = "/health/ready",
            })));
    }
}
