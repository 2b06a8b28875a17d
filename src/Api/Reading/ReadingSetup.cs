using Api.Resources;

namespace Api.Reading;

internal static class ReadingSetup
{
    public static void AddReading(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RequestReader>();
        builder.Services.AddSingleton<PageAnswers>();
        builder.Services.AddSingleton<TableAnswers>();
        builder.Services.AddSingleton<ResourceReader>();
    }

    /// <summary>Around the endpoints and within the time of an answer, which all attempts share.</summary>
    public static void UseReading(this WebApplication app) => app.Use(DatabaseFailures.HandleAsync);

    public static void MapReading(this IEndpointRouteBuilder routes)
    {
        foreach (var resource in Registry.All)
            routes.MapResource(resource);
        routes.MapViews();
    }
}
