using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Api.Observability;

/// <summary>
/// Sends traces, counts and the log by OTLP, where the variable of the OpenTelemetry standard says whither. Where it does not, nothing
/// of it is there, and a request pays nothing.
/// </summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Name = "bilateral-relations-api";

    public static void AddTo(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration[Endpoint]))
            return;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Name).AddEnvironmentVariableDetector()) // OTEL_SERVICE_NAME, where it is given, is told in place of ours.
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddNpgsql())
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddNpgsqlInstrumentation().AddMeter(Instruments.Meter, "System.Runtime"))
            .UseOtlpExporter();
    }
}
