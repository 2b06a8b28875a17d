using System.Net.Sockets;
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

namespace Api;

/// <summary>The composition of the service, which reads from the database and writes nothing.</summary>
public static class ApiApplication
{
    /// <summary>Builds the service. Arguments override environment variables; connection overrides ConnectionStrings:Dataset.</summary>
    public static WebApplication Build(string[] args, string? connection = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var limits = Limits.Read(builder.Configuration);
        builder.AddDatabase(connection ?? builder.Configuration.GetConnectionString("Dataset"), limits.PageSeconds);
        builder.AddObservability();
        builder.AddHttp();
        builder.AddCaching();
        builder.AddGuards(limits);
        builder.AddReading();
        builder.AddPage();
        builder.AddOpenApi();

        var app = builder.Build();
        app.UseGuards(); // First: a refused request costs nothing else.
        app.UseObservability(); // Before the cache, so that a cache hit is timed too.
        app.UsePage(); // Before the cache, so that the page is served from it as any client is.
        app.UseCaching(); // Before all that a cache hit does not need.
        app.UseHttp(); // Problems, headers, routing and timeouts, for all that is computed.
        app.UseReading(); // Within the timeouts, so that all attempts share the time of one answer.
        app.UseOpenApi(); // Last, because Swagger UI compares each path with a pattern.

        app.MapReading();
        app.MapCharts();
        app.MapCitations();
        app.MapNotebooks();
        app.MapAbout();
        app.MapBundle();
        app.MapPage();
        return app;
    }

    /// <summary>
    /// Whether a failure at start is the operator's mistake, which its message explains: a setting, or an address that cannot be listened on.
    /// Any other is a fault of the program, and its stack is needed.
    /// </summary>
    internal static bool IsOperatorsMistake(Exception failure) =>
        failure is SettingException or IOException or SocketException
        or InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" };
}
