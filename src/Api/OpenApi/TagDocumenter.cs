using Api.Http;
using Api.Reading;
using Api.Resources;
using Dataset;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Api.OpenApi;

/// <summary>What is said of the whole: the groups of operations, in the order in which a reader wants them, and that all is open to all.</summary>
internal sealed class TagDocumenter : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Security = [new OpenApiSecurityRequirement()]; // One that requires nothing: an empty list would not be written.
        swaggerDoc.Tags = new HashSet<OpenApiTag>(
        [
            .. Registry.All.Select(resource => new OpenApiTag { Name = ResourceEndpoints.TagOf(resource), Description = Documentation.Of(resource.Record) }),
            new() { Name = Tags.Across, Description = "All resources together: their timeline, one search, series and panels made from them, and what changed between versions." },
            new() { Name = Tags.Overview, Description = "What there is: the dataset, its versions, its code lists, and the errors." },
            new() { Name = Tags.Health, Description = "Whether the service is well." },
        ]);
    }
}
