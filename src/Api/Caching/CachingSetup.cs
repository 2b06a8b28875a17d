namespace Api.Caching;

internal static class CachingSetup
{
    public static void AddCaching(this WebApplicationBuilder builder) => builder.Services.AddSingleton<AnswerCache>();

    /// <summary>A cache hit needs no routing, no parsing and no trace, so the cache comes before all that.</summary>
    public static void UseCaching(this WebApplication app) => app.Use(app.Services.GetRequiredService<AnswerCache>().ServeFromCacheAsync);
}
