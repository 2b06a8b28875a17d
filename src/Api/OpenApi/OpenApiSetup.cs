using System.Text;
using System.Text.Json;
using Api.Caching;
using Api.Http;
using Dataset;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace Api.OpenApi;

internal static class OpenApiSetup
{
    private const string Description = """
        Trade figures, joint military exercises, visits, quoted statements, agreements, transfers and other indicators in the relations
        between countries, today Russia and China, each with its evidence: the document, the paragraph and the shortest phrase that supports it.
        `/v1/dyads/CHN-RUS` is where to begin with two countries.

        **Who does what to whom**: `actors` act, `targets` are those at whom an act is directed, and `mentions` are only named. `dyad=CHN-RUS`
        is what happens between the two, and `country__all=CHN,RUS` is what concerns both.

        **Every list** has the same parameters: filters named after the fields (`kind=visit,meeting` is one of; operators follow
        the name: `value__gte=1000`), `q` for full text, `date_from` and `date_to` for a window of time, `sort`, `fields`, `limit`
        and `cursor`. An unknown parameter or value is an error that lists the allowed ones.

        **Tables** for notebooks and spreadsheets: add an extension, such as `/v1/statements.csv`; one address is one complete
        table, with the same filters. In `csv` and `xlsx` a list is joined by `;` and a list of objects is JSON; `parquet`, `arrow` and
        `ndjson` keep their structure, and give every column its type.

        **Versions**: `dataset_version` pins any read to one version of the dataset, for ever. Dates are as precise as they are
        known: `date` is EDTF (ISO 8601-2), `date_start` and `date_end` are its first and last possible day. Null means
        what the description of the field says.

        **Errors** are problem details (RFC 9457), described at `/v1/problems`.
        """;

    public static void AddOpenApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc("v1", new OpenApiInfo { Title = ApiIdentity.Title, Version = "v1", Description = Description });
            swagger.AddServer(new OpenApiServer { Url = "/", Description = "The server of this document." });
            swagger.DocInclusionPredicate((_, operation) => operation.HttpMethod == HttpMethods.Get);
            swagger.TagActionsBy(operation => [operation.ActionDescriptor.EndpointMetadata.OfType<OperationDescription>().Single().Tag]);
            swagger.SupportNonNullableReferenceTypes();
            swagger.NonNullableReferenceTypesAsRequired();
            swagger.MapType<int>(() => SchemaDocumenter.Count());
            swagger.MapType<long>(() => SchemaDocumenter.Count(format: "int64", most: long.MaxValue));
            swagger.MapType<JsonElement>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
            swagger.MapType<FuzzyDate>(() => new OpenApiSchema { Type = JsonSchemaType.String });
            swagger.IncludeXmlComments(typeof(OpenApiSetup).Assembly);
            swagger.IncludeXmlComments(typeof(FuzzyDate).Assembly);
            swagger.OperationFilter<OperationDocumenter>();
            swagger.DocumentFilter<TagDocumenter>();
        });
    }

    public static void UseOpenApi(this WebApplication app)
    {
        // The document never changes while the process runs, and is costly to build.
        var document = new Lazy<Task<byte[]>>(() => WriteAsync(app.Services.GetRequiredService<IAsyncSwaggerProvider>()));
        app.MapRead("/swagger/v1/swagger.json", (HttpContext http, AnswerCache answers) =>
        {
            NoParameters.Check(http);
            http.Response.ContentType = "application/json";
            return answers.SendAsync(
                http, new("swagger.json", null, async body => await body.WriteAsync(await document.Value, http.RequestAborted)));
        }).ExcludeFromDescription();
        // Swagger UI matches paths with regular expressions, which other requests should not pay for.
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/swagger"), pages => pages.UseSwaggerUI(page =>
        {
            page.SwaggerEndpoint("v1/swagger.json", ApiIdentity.Title);
            page.DocumentTitle = ApiIdentity.Title;
            page.EnableTryItOutByDefault();
            page.DisplayRequestDuration();
            page.EnableDeepLinking();
            page.DefaultModelsExpandDepth(0);
        }));
    }

    private static async Task<byte[]> WriteAsync(IAsyncSwaggerProvider provider)
    {
        var text = await (await provider.GetSwaggerAsync("v1")).SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
        return Encoding.UTF8.GetBytes(text);
    }
}
