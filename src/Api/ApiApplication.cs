using Api.Caching;
using Api.Database;
using Api.Features.About;
using Api.Features.Bundle;
using Api.Features.Charts;
using Api.Features.Citations;
using Api.Features.Notebooks;
using Api.Features.Page;
using Api.Guards;
using Api.Http;
using Api.Observability;
using Api.OpenApi;
using Api.Reading;
using Api.Resources;

namespace Api;

/// <summary>The service, put together. It reads from the database and writes nothing.</summary>
public static class ApiApplication
{
    /// <summary>Builds the service. It needs the connection string of a role that may read, in ConnectionStrings:Dataset.</summary>
    /// <param name="args">Command-line arguments, which override environment variables and appsettings.json.</param>
    /// <param name="connection">The connection string, where the caller knows it better than the configuration.</param>
    /// <exception cref="InvalidOperationException">No database is configured.</exception>
    public static WebApplication Build(string[] args, string? connection = null)
    {
        Dapper.DefaultTypeMap.MatchNamesWithUnderscores = true; // Columns are snake_case, for the whole process.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
            builder.WebHost.UseUrls(ApiIdentity.DefaultAddress);
        var limits = Limits.Of(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            limits.Configure(kestrel.Limits);
        });

        HostRefusal.AddTo(builder);
        RequestLogs.AddTo(builder);
        Telemetry.AddTo(builder);
        builder.Services.PostConfigure<ForwardedHeadersOptions>(forwarded => Proxies.Trust(forwarded, limits.KnownProxies));
        builder.Services.AddRequestTimeouts(limits.Configure);
        builder.Services.AddSingleton(limits);
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Drain>());
        builder.Services.Configure<HostOptions>(limits.Configure);
        builder.Services.AddSingleton<Exports>();
        builder.Services.AddSingleton<Instruments>();
        builder.Services.AddSingleton<RateLimit>();
        builder.Services.AddSingleton(_ => DatabaseServers.Create(connection ?? builder.Configuration.GetConnectionString("Dataset"), limits.PageSeconds));
        builder.Services.AddSingleton<DatasetVersions>();
        builder.Services.AddHostedService<VersionWatch>();
        builder.Services.AddSingleton<AnswerCache>();
        builder.Services.AddSingleton(services => new PerVersion<ReferenceIds>(services.GetRequiredService<DatabaseServers>(), ReferenceIds.ReadAsync));
        builder.Services.AddSingleton(services => new PerVersion<InstallationKey>(services.GetRequiredService<DatabaseServers>(), (connection, _) => InstallationKey.ReadAsync(connection)));
        builder.Services.AddSingleton<RequestReader>();
        builder.Services.AddSingleton<PageAnswers>();
        builder.Services.AddSingleton<TableAnswers>();
        builder.Services.AddSingleton<ResourceReader>();
        builder.Services.AddSingleton<ApiClient>();
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(FixedHeaders.Configure));
        builder.Services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        builder.Services.AddOpenApiDocument();

        var app = builder.Build();
        app.Use(app.Services.GetRequiredService<Drain>().GiveUpAsync);
        if (limits.RequestsPerMinute > 0)
            app.Use(app.Services.GetRequiredService<RateLimit>().LimitAsync);
        app.Use(ServerTiming.TellAsync);
        app.Use(app.Services.GetRequiredService<ApiClient>().StandBefore);
        app.Use(app.Services.GetRequiredService<AnswerCache>().ServeFromCacheAsync);
        app.Use(Tracing.BeginAsync);
        app.Use(FixedHeaders.AddHeadersAsync);
        app.UseCors();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = ProblemHandling.WriteForExceptionAsync,
            AllowStatusCode404Response = true,
            SuppressDiagnosticsCallback = context => ProblemHandling.IsExpected(context.Exception),
        });
        app.UseStatusCodePages(ProblemHandling.WriteForStatusAsync);
        app.Use(LongAddresses.RefuseAsync);
        app.Use(ProblemHandling.RefuseBodyAsync);
        app.UseRouting();
        app.UseRequestTimeouts();
        app.Use(DatabaseFailures.HandleAsync);
        app.UseOpenApiPages();

        app.MapIndex();
        foreach (var resource in Registry.All)
            app.MapResource(resource);
        app.MapViews();
        app.MapCharts();
        app.MapCitations();
        app.MapEvidence();
        app.MapCodeLists();
        app.MapDataset();
        app.MapBundle();
        app.MapNotebooks();
        app.MapVersionFeed();
        app.MapProblems();
        app.MapHealth();
        app.MapFrontPage();
        return app;
    }
}
