using System.Text.Json;
using System.Text.Json.Serialization;
using Api.Database;
using Api.Guards;
using Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Api.Features.About;

/// <summary>The state of the service.</summary>
/// <param name="Status">live or ready.</param>
/// <param name="DatasetVersion">The current dataset version; absent from live.</param>
internal sealed record Health(string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? DatasetVersion);

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/health/live", (HttpContext http) => Report(http, new("live", null)))
            .Describe("getLiveness", Tags.Health, "Check that the process runs", "Answers while the process runs, even without a database.")
            .Answers<Health>();
        routes.MapRead("/health/ready", Ready)
            .Describe("getReadiness", Tags.Health, "Check that the service can answer",
                "Answers 200 when the database can be read and holds a version of the dataset, else 503; "
                + "also 503 when the service has been asked to stop, while it still serves.")
            .Answers<Health>().AnswersUnavailable();
    }

    /// <summary>A service whose connections are all in use is busy and not dead: it uses the last answer to the watch on the database.</summary>
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
