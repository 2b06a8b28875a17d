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
        var parameters = new ParameterDocumenter(context.Document);

        operation.OperationId = description.Id;
        operation.Summary = description.Summary;
        operation.Description = description.Text();
        operation.Tags = new HashSet<OpenApiTagReference> { new(description.Tag, context.Document) };
        operation.Parameters =
        [
            .. metadata.OfType<PathParameter>().Select(parameter => parameters.Path(parameter, about?.Kind)),
            .. about is null ? description.Parameters.Select(parameters.Common) : parameters.Of(about),
        ];
        operation.Responses = Responses(metadata, about, context);
        if (about is { Kind: RequestKind.Page or RequestKind.Record })
            operation.Extensions = RowsOf(about, context.Document);
    }

    /// <summary>
    /// A list answers with whole records, unless a parameter changes its rows: these have schemas of their own, which an answer of several types
    /// would hide from typed clients.
    /// </summary>
    private static Dictionary<string, IOpenApiExtension> RowsOf(ViewOperation about, OpenApiDocument document) => new()
    {
        [OpenApiDocuments.RowsExtension] = new RowsExtension(
            SchemaDocumenter.Partial(about.View, document), about.Kind == RequestKind.Page ? SchemaDocumenter.Group(about.View, document) : null),
    };

    private static OpenApiResponses Responses(IList<object> metadata, ViewOperation? about, OperationFilterContext context)
    {
        var responses = new OpenApiResponses { ["200"] = Success(metadata, about, context) };
        responses["304"] = Components.Response(context.Document, "304", () => new OpenApiResponse
        {
            Description = "The client has this answer already: If-None-Match has its ETag. It has the headers of the answer.",
        });
        var problem = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository);
        // A chart's extension wins over Accept.
        ProblemType[] ofView = about is null ? [] : about.Kind is RequestKind.Page or RequestKind.Record or RequestKind.Facets
            ? [ProblemType.NotAcceptable, ProblemType.Timeout] : [ProblemType.Timeout];
        var problems = metadata.OfType<MayAnswer>().Select(may => may.Problem).Concat(ofView)
            .Concat([
                ProblemType.BadRequest, ProblemType.AddressTooLong, ProblemType.UnsupportedMediaType, ProblemType.TooManyRequests,
                ProblemType.InternalError,
            ])
            .OrderBy(type => type.Status);
        foreach (var type in problems)
        {
            responses[$"{type.Status}"] = Components.Response(context.Document, $"{type.Status}", () => new OpenApiResponse
            {
                Description = $"{type.Title}. {type.Description}",
                Content = new Dictionary<string, IOpenApiMediaType> { [Problem.MediaType] = new OpenApiMediaType { Schema = problem } },
            });
        }

        return responses;
    }

    private static IOpenApiResponse Success(IList<object> metadata, ViewOperation? about, OperationFilterContext context)
    {
        var document = context.Document;
        var body = metadata.OfType<SuccessBody>().SingleOrDefault();
        OpenApiResponse Answer(string description, string mediaType, IOpenApiSchema schema) => new()
        {
            Description = description,
            Headers = Headers(about, document),
            Content = new Dictionary<string, IOpenApiMediaType> { [mediaType] = new OpenApiMediaType { Schema = schema } },
        };
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        if (body is not null)
        {
            var mediaType = body.MediaTypes.Single();
            if (mediaType == MediaTypes.Any)
            {
                return Components.Response(document, about?.Kind == RequestKind.Chart ? "Picture" : "Citation",
                    () => Answer("A file in the format of the path.", mediaType, file));
            }

            var schema = body.Type is { } type ? context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository) : file;
            return Answer("The answer.", mediaType, schema);
        }

        return about!.Kind switch
        {
            RequestKind.Facets => Components.Response(document, "Facets", () => Answer(
                "Counts of records by the values of fields.", MediaTypes.Json, SchemaDocumenter.Facets(document))),
            RequestKind.Table => Components.Response(document, "Table", () => Answer(
                "A table of all records that match, in the format of the path.", MediaTypes.Any, file)),
            RequestKind.Record => Answer($"The {about.View.Rows.One}.", MediaTypes.Json, SchemaDocumenter.Record(about.View, document)),
            _ => Answer($"A page of {about.View.Rows.Many}.", MediaTypes.Json, SchemaDocumenter.Page(about.View, document)),
        };
    }

    private static Dictionary<string, IOpenApiHeader> Headers(ViewOperation? about, OpenApiDocument document)
    {
        var headers = new Dictionary<string, IOpenApiHeader>();
        void Add(string name, string description, string? component = null, Action<OpenApiSchema>? change = null) =>
            headers[name] = Components.Header(document, component ?? name, () =>
            {
                var schema = SchemaDocumenter.Typed(JsonSchemaType.String, description);
                change?.Invoke(schema);
                return new OpenApiHeader { Description = description, Schema = schema };
            });

        Add(ApiHeaders.DatasetVersion, "Number of the dataset version that the answer is from.", change: schema =>
            (schema.Type, schema.Format, schema.Minimum) = (JsonSchemaType.Integer, "int32", "0"));
        Add("ETag", "Entity tag of the answer, for If-None-Match.");
        Add(HeaderNames.AccessControlAllowOrigin, "Pages of every origin may read the answer.",
            change: schema => schema.Enum = [CorsConstants.AnyOrigin]);
        const string Cited = "Permanent address of this answer, for citation, with rel=\"cite-as\".";
        if (about is { Kind: RequestKind.Page })
            Add("Link", $"{Cited} Then that of the next page, with rel=\"next\"; absent at the end.", "LinkOfPage");
        else if (about is { Kind: RequestKind.Chart })
            Add("Link", $"{Cited} Then that of the same data as CSV, with rel=\"alternate\".", "LinkOfPicture");
        else if (about is not null and not { Kind: RequestKind.Citation })
            Add("Link", Cited);
        if (about is { Kind: RequestKind.Chart })
            Add(ApiHeaders.Description, "Describes the picture in words, for those who cannot see it. "
                + "Percent signs and all characters outside ASCII are percent-encoded.");
        return headers;
    }
}
