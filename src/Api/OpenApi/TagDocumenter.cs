using Api.Http;
using Api.Reading;
using Api.Resources;
using Dataset;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Api.OpenApi;

/// <summary>The groups of operations, in a reader's order, and that access is open.</summary>
internal sealed class TagDocumenter : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Security = [new OpenApiSecurityRequirement()]; // An empty list would not be written, so it has one requirement of nothing.
        swaggerDoc.Tags = new HashSet<OpenApiTag>(
        [
            .. Registry.All.Select(resource =>
                new OpenApiTag { Name = ResourceEndpoints.TagOf(resource), Description = Documentation.Of(resource.Record) }),
            new()
            {
                Name = Tags.Across,
                Description = "All resources together: timeline, search, trade series, panel, and changes between versions.",
            },
            new() { Name = Tags.Overview, Description = "The dataset, its versions, its code lists, and the errors." },
            new() { Name = Tags.Health, Description = "Whether the service works." },
        ]);
    }
}
