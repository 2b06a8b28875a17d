using Dapper;

namespace Api.Database;

internal static class DatabaseSetup
{
    /// <summary>A server that does not answer must have failed within answerSeconds.</summary>
    public static void AddDatabase(this WebApplicationBuilder builder, string? connection, int answerSeconds)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true; // For the whole process: columns are snake_case.
        builder.Services.AddSingleton(_ => DatabaseServers.Create(connection, answerSeconds));
        builder.Services.AddSingleton<DatasetVersions>();
        builder.Services.AddSingleton(services => new PerVersion<ReferenceIds>(
            services.GetRequiredService<DatabaseServers>(), ReferenceIds.ReadAsync));
        builder.Services.AddSingleton(services => new PerVersion<InstallationKey>(
            services.GetRequiredService<DatabaseServers>(), (open, _) => InstallationKey.ReadAsync(open)));
        builder.Services.AddHostedService<VersionWatch>();
    }
}
