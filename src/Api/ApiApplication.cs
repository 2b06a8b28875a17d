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
        builder.AddObservability();
        builder.AddHttp();
        builder.AddGuards();
        builder.Services.AddSingleton(services => DatabaseServers.Create(
            connection ?? builder.Configuration.GetConnectionString("Dataset"), services.GetRequiredService<Limits>().PageSeconds));
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
        builder.Services.AddOpenApiDocument();

        var app = builder.Build();
        app.UseGuards();
        app.UseObservability();
        app.Use(app.Services.GetRequiredService<ApiClient>().UseApi);
        app.Use(app.Services.GetRequiredService<AnswerCache>().ServeFromCacheAsync);
        app.UseHttp();
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
