using System.Text;
using System.Text.Json;
using Api.Caching;
using Api.Http;
using Dataset;
using Microsoft.OpenApi;

namespace Api.OpenApi;

internal static class OpenApiSetup
{
    private const string Folder = "/swagger/v1/";

    public static void AddOpenApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddEndpointsApiExplorer();
        services.AddSingleton<OpenApiDocuments>();
        services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc("v1", new OpenApiInfo { Title = ApiIdentity.Title, Version = "v1", Description = OpenApiText.Description });
            swagger.AddServer(new OpenApiServer { Url = "/", Description = "The server of this document." });
            swagger.DocInclusionPredicate((_, operation) => operation.HttpMethod == HttpMethods.Get);
            swagger.TagActionsBy(operation => [operation.ActionDescriptor.EndpointMetadata.OfType<OperationDescription>().Single().Tag]);
            swagger.SupportNonNullableReferenceTypes();
            swagger.NonNullableReferenceTypesAsRequired();
            swagger.MapType<int>(() => SchemaDocumenter.Count());
            swagger.MapType<long>(() => SchemaDocumenter.Count(format: "int64"));
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
        var documents = app.Services.GetRequiredService<OpenApiDocuments>();
        foreach (var name in OpenApiDocuments.ForPeople.Select(document => document.Name).Append(OpenApiDocuments.Machine))
        {
            app.MapRead($"{Folder}{name}.json", (HttpContext http, AnswerCache answers) =>
            {
                NoParameters.Check(http);
                http.Response.ContentType = MediaTypes.Json;
                return answers.SendAsync(http, new($"{name}.json", null, async body =>
                {
                    var text = await documents.GetAsync(name);
                    if (http.Request.Host.HasValue) // Without a host the code keeps the default address, since it needs an absolute one.
                        text = text.Replace(ApiIdentity.DefaultAddress, Address.Origin(http.Request));
                    await body.WriteAsync(Encoding.UTF8.GetBytes(text), http.RequestAborted);
                }));
            }).ExcludeFromDescription();
        }

        app.MapRead("/openapi.json", http =>
        {
            NoParameters.Check(http);
            http.Response.Redirect($"{http.Request.PathBase}{Folder}{OpenApiDocuments.Machine}.json");
            return Task.CompletedTask;
        }).ExcludeFromDescription();
        app.UseExplorer();
    }
}
