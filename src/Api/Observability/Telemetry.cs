using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Api.Observability;

/// <summary>Sends traces, metrics and logs by OTLP if the standard environment variable names a receiver.</summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Name = "bilateral-relations-api";

    public static void Add(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration[Endpoint]))
            return;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Name).AddEnvironmentVariableDetector()) // OTEL_SERVICE_NAME wins over our name.
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddNpgsql())
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation().AddNpgsqlInstrumentation().AddMeter(Instruments.MeterName, "System.Runtime"))
            .UseOtlpExporter();
    }
}
