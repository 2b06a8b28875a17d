using Api.Database;

namespace Api.Observability;

internal static class ObservabilitySetup
{
    public static void AddObservability(this WebApplicationBuilder builder)
    {
        builder.Services.PostConfigure<LoggerFilterOptions>(RequestLogs.SuppressQueries);
        builder.Services.AddSingleton<Instruments>();
        Telemetry.Add(builder);
    }

    /// <summary>Before the cache, so that a cache hit is measured too.</summary>
    public static void UseObservability(this WebApplication app)
    {
        var versions = app.Services.GetRequiredService<DatasetVersions>();
        app.Services.GetRequiredService<Instruments>().ObserveVersion(() => versions.Current?.Version, () => versions.TimesSeen);
        app.Use(ServerTiming.MeasureAsync);
    }
}
