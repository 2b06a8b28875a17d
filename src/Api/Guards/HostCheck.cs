using Api.Http;

namespace Api.Guards;

/// <summary>
/// Checks the header Host once, before any step that reads it: the framework throws where a name is not valid. The framework also refuses a host
/// that AllowedHosts does not list, before the application's first step. Here that refusal becomes a problem.
/// </summary>
internal sealed class HostCheck(IConfiguration configuration) : IStartupFilter
{
    private readonly bool _isFiltered = configuration["AllowedHosts"] is not (null or "" or "*");

    /// <summary>Most requests have the same host, which is checked once.</summary>
    private volatile string? _lastValid;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(CheckAsync);
        next(app);
    };

    private Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var host = http.Request.Headers.Host.ToString();
        if (host != _lastValid)
        {
            if (host.Length == 0)
                return HttpProtocol.IsHttp10(http.Request.Protocol) ? next(http) // It needs no host, and gets relative links.
                    : Refusal.WriteAsync(http, ProblemType.Malformed, "The header Host is empty. Give the host of the address, such as example.org.");
            if (!HostHeader.IsValid(host))
            {
                http.Request.Headers.Host = ""; // No later step may read it.
                return Refusal.WriteAsync(
                    http, ProblemType.Malformed,
                    $"'{host}' is not a valid host. Give a name or an IP address in the header Host, such as example.org:8080.");
            }

            _lastValid = host;
        }

        return _isFiltered ? FilterAsync(http, host, next) : next(http);
    }

    private static async Task FilterAsync(HttpContext http, string host, RequestDelegate next)
    {
        await next(http);
        if (http.Response is { HasStarted: false, StatusCode: StatusCodes.Status400BadRequest, ContentLength: null or 0 })
            await Refusal.WriteAsync(http, ProblemType.UnknownHost, $"This service does not serve the host '{host}'.");
    }
}
