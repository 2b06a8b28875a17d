using System.Text.Json;
using System.Text.Json.Serialization;
using Api.Database;
using Api.Guards;
using Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Api.Features.About;

/// <summary>Whether the service is well.</summary>
/// <param name="Status">live or ready.</param>
/// <param name="DatasetVersion">The current dataset version, where it was asked for.</param>
internal sealed record Health(string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? DatasetVersion);

/// <summary>GET /health/live and /health/ready.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/health/live", (HttpContext http) => Report(http, new("live", null)))
            .Describe(Tags.Health, "Is the process alive", "Answers as long as the process runs, whatever the database does.")
            .Answers<Health>();
        routes.MapRead("/health/ready", Ready)
            .Describe(Tags.Health, "Can it serve", "Answers 200 when the database can be read and holds a version of the dataset, else 503; also 503 when the service is told to end, while it still serves.")
            .Answers<Health>().AnswersUnavailable();
    }

    /// <summary>A service whose connections are all in use is busy, and not dead: it is enough that the database answered who watches it.</summary>
    private static async Task<FileContentHttpResult> Ready(HttpContext http, DatasetVersions versions, Drain drain) => drain.IsUnderWay
        ? throw new StoppingException()
        : Report(http, new("ready", (await versions.ConfirmedAsync(http.RequestAborted)).Version));

    private static FileContentHttpResult Report(HttpContext http, Health health)
    {
        NoParameters.Check(http);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(JsonSerializer.SerializeToUtf8Bytes(health, ApiJson.Options), "application/json");
    }
}
