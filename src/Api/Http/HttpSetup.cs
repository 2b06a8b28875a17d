using Api.Observability;

namespace Api.Http;

internal static class HttpSetup
{
    public static void AddHttp(this WebApplicationBuilder builder)
    {
        DefaultAddress.Use(builder);
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(FixedHeaders.Configure));
        builder.Services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
    }

    /// <summary>After the cache, which answers without any of these steps.</summary>
    public static void UseHttp(this WebApplication app)
    {
        app.Use(Tracing.BeginAsync); // Before all that writes a problem, which has the trace's id.
        app.Use(FixedHeaders.AddHeadersAsync); // Before all that answers, so that every answer has them.
        app.UseCors();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = ProblemHandling.WriteForExceptionAsync,
            AllowStatusCode404Response = true,
            SuppressDiagnosticsCallback = context => ProblemHandling.IsExpected(context.Exception),
        });
        app.UseStatusCodePages(ProblemHandling.WriteForStatusAsync); // Within the exception handler, which clears a half-written answer.
        app.Use(AddressLength.LimitAsync); // Before routing, which need not read what is refused.
        app.Use(ProblemHandling.RefuseBodyAsync);
        app.UseRouting(); // Explicitly, because the timeouts depend on the route.
        app.UseRequestTimeouts(); // Before a step that repeats a read, so that all attempts share the time of one answer.
    }
}
