using System.Text.Json.Nodes;
using Api.Formats;
using Api.Http;
using Api.Listing.Declare;
using Api.Reading;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Api.OpenApi;

/// <summary>Documents each operation from what its route declares, so that the document cannot differ from the service.</summary>
internal sealed class OperationDocumenter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var description = metadata.OfType<OperationDescription>().Single();
        var about = metadata.OfType<ViewOperation>().SingleOrDefault();
        var path = context.ApiDescription.RelativePath!;

        operation.OperationId = about is null or { Kind: RequestKind.Citation or RequestKind.Chart }
            ? $"get_{path.Replace("v1/", "").Replace('/', '_').Replace('-', '_').Replace('.', '_').Replace("{", "by_").Replace("}", "")}"
            : $"{Verb(about.Kind)}_{about.View.Identifier}";
        operation.Summary = description.Summary;
        operation.Description = description.Text();
        operation.Tags = new HashSet<OpenApiTagReference> { new(description.Tag, context.Document) };
        operation.Parameters =
        [
            .. metadata.OfType<PathParameter>().Select(ParameterDocumenter.Path),
            .. about is null ? description.Parameters.Select(ParameterDocumenter.Common) : ParameterDocumenter.Of(about, context.Document),
        ];
        operation.Responses = Responses(metadata, about, context);
    }

    private static string Verb(RequestKind kind) => kind switch
    {
        RequestKind.Page => "list",
        RequestKind.Table => "export",
        RequestKind.Facets => "count",
        _ => "get",
    };

    private static OpenApiResponses Responses(IList<object> metadata, ViewOperation? about, OperationFilterContext context)
    {
        var responses = new OpenApiResponses
        {
            ["200"] = new OpenApiResponse
            {
                Description = "The answer.",
                Headers = Headers(about),
                Content = metadata.OfType<SuccessBody>().ToArray() is { Length: > 0 } bodies
                    ? bodies.SelectMany(body => body.MediaTypes.Select(type => (type, body)))
                        .ToDictionary(content => content.type, content => (IOpenApiMediaType)Content(content.body, context))
                    : ResourceContent(about!, context.Document),
            },
            ["304"] = new OpenApiResponse
            {
                Description = "The client has this answer already: If-None-Match has its ETag. It has the headers of the answer.",
            },
        };
        var problem = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository);
        var problems = metadata.OfType<MayAnswer>().Select(may => may.Problem).Prepend(ProblemType.BadRequest)
            // A chart's extension wins over Accept.
            .Concat(about is null ? [] : about.Kind == RequestKind.Chart ? [ProblemType.Timeout] : [ProblemType.NotAcceptable, ProblemType.Timeout])
            .Concat([ProblemType.AddressTooLong, ProblemType.UnsupportedMediaType, ProblemType.TooManyRequests, ProblemType.InternalError])
            .OrderBy(type => type.Status);
        foreach (var type in problems)
            responses[type.Status.ToString()] = Component(context.Document, type, problem);
        return responses;
    }

    /// <summary>Each problem is in the document once, and referred to.</summary>
    private static OpenApiResponseReference Component(OpenApiDocument document, ProblemType type, IOpenApiSchema problem)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Responses ??= new Dictionary<string, IOpenApiResponse>();
        document.Components.Responses.TryAdd(type.Name, new OpenApiResponse
        {
            Description = $"{type.Title}. {type.Description}",
            Content = new Dictionary<string, IOpenApiMediaType> { [Problem.MediaType] = new OpenApiMediaType { Schema = problem } },
        });
        return new OpenApiResponseReference(type.Name, document);
    }

    private static OpenApiMediaType Content(SuccessBody body, OperationFilterContext context) => new()
    {
        Schema = body.Type is { } type
            ? context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository)
            : new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
    };

    private static Dictionary<string, IOpenApiMediaType> Json(IOpenApiSchema schema) =>
        new() { ["application/json"] = new OpenApiMediaType { Schema = schema } };

    /// <summary>A format other than JSON is a file, because a generated client would parse text as JSON.</summary>
    private static Dictionary<string, IOpenApiMediaType> ResourceContent(ViewOperation about, OpenApiDocument document)
    {
        if (about.Kind == RequestKind.Facets)
            return Json(SchemaDocumenter.Facets(document));
        IOpenApiMediaType Body(Format format) => new OpenApiMediaType
        {
            Schema = format switch
            {
                JsonFormat when about.Kind == RequestKind.Record => SchemaDocumenter.Record(about.View, document),
                JsonFormat => SchemaDocumenter.Page(about.View, document),
                _ => new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = format.Description },
            },
        };
        return Format.All.Where(format => about.Kind != RequestKind.Table || format.IsTable).ToDictionary(format => format.MediaType, Body);
    }

    private static Dictionary<string, IOpenApiHeader> Headers(ViewOperation? about)
    {
        var headers = new Dictionary<string, IOpenApiHeader>
        {
            [ApiHeaders.DatasetVersion] = Header(
                SchemaDocumenter.Count("Number of the dataset version that the answer is from."), JsonValue.Create(1)),
            [ApiHeaders.DatasetStale] = Header(SchemaDocumenter.Typed(JsonSchemaType.String,
                "Only while the database does not answer: the seconds since it last confirmed the version. "
                + "The answer is cached, and a newer one may exist.")),
            ["Age"] = Header(SchemaDocumenter.Typed(JsonSchemaType.String,
                "Only while the database does not answer: the same seconds, for caches on the way.")),
            ["ETag"] = Header(SchemaDocumenter.Typed(JsonSchemaType.String, "Entity tag of the answer, for If-None-Match.")),
            ["Server-Timing"] = Header(
                SchemaDocumenter.Typed(JsonSchemaType.String,
                    "How long each step took, in milliseconds, for a request with the header Prefer: server-timing: "
                    + "parse, cache (hit or miss), db, write, total."),
                JsonValue.Create("parse;dur=0.2, cache;desc=miss;dur=0.01, db;dur=1.9, write;dur=0.4, total;dur=2.51")),
            [HeaderNames.AccessControlAllowOrigin] = Header(new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [CorsConstants.AnyOrigin],
                Description = "Pages of every origin may read the answer.",
            }),
        };
        if (about is not null and not { Kind: RequestKind.Citation })
        {
            headers["Link"] = Header(SchemaDocumenter.Typed(JsonSchemaType.String,
                "Permanent address of this answer, for citation, with rel=\"cite-as\"."
                + (about.Kind == RequestKind.Chart ? " Then that of the same data as CSV, with rel=\"alternate\"." : "")
                + (about.Kind == RequestKind.Page ? " Then that of the next page, with rel=\"next\"; absent at the end." : "")));
        }

        if (about is { Kind: RequestKind.Chart })
            headers[ApiHeaders.Description] = Header(SchemaDocumenter.Typed(JsonSchemaType.String,
                "Describes the picture in words, for those who cannot see it. Percent signs and all characters outside ASCII are percent-encoded."));
        return headers;
    }

    private static OpenApiHeader Header(OpenApiSchema schema, JsonNode? example = null) =>
        new() { Description = schema.Description, Schema = schema, Example = example };
}
