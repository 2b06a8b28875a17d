using Api.Http;
using Microsoft.AspNetCore.HostFiltering;

namespace Api.Guards;

/// <summary>
/// Gives requests for a host that AllowedHosts does not name their problem. The framework refuses them before the application's
/// first step, so that this stands before that, and only where AllowedHosts is set.
/// </summary>
internal sealed class HostRefusal : IStartupFilter
{
    public static void AddTo(WebApplicationBuilder builder)
    {
        if (builder.Configuration["AllowedHosts"] is null or "" or "*")
            return;
        builder.Services.Configure<HostFilteringOptions>(filter => filter.IncludeFailureMessage = false);
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, HostRefusal>());
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (http, rest) =>
        {
            await rest(http);
            var response = http.Response;
            if (response is { HasStarted: false, StatusCode: StatusCodes.Status400BadRequest, ContentLength: null or 0 })
                await FixedHeaders.AddHeadersAsync(http, refused => Problem.WriteAsync(refused, ProblemType.UnknownHost, $"This service does not answer for the host '{refused.Request.Host}'."));
        });
        next(app);
    };
}
