using Api.Http;
using Api.Observability;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Api.Guards;

internal static class GuardsSetup
{
    public static void AddGuards(this WebApplicationBuilder builder, Limits limits)
    {
        builder.Services.AddSingleton(limits);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            LimitServer(kestrel.Limits, limits);
        });
        builder.Services.AddRequestTimeouts(timeouts => LimitAnswers(timeouts, limits.PageSeconds));
        // A running answer has its whole time when the drain ends.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(limits.DrainSeconds + limits.PageSeconds));

        // First of all startup filters, so that it runs before the framework's steps, which read the host and filter it.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, HostCheck>());
        builder.Services.Configure<HostFilteringOptions>(filter => filter.IncludeFailureMessage = false);
        builder.Services.PostConfigure<ForwardedHeadersOptions>(forwarded => TrustProxies(forwarded, limits.KnownProxies));

        builder.Services.AddSingleton<Clients>();
        builder.Services.AddSingleton<RateLimit>();
        builder.Services.AddSingleton<Places>();
        builder.Services.AddSingleton<Spool>();
        builder.Services.AddHostedService<NativeHeapTrim>();
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Drain>());
    }

    /// <summary>First of all rooms: before any work is done for a request, a cache hit included.</summary>
    public static void UseGuards(this WebApplication app)
    {
        var places = app.Services.GetRequiredService<Places>();
        app.Services.GetRequiredService<Instruments>().ObservePlaces(
            Enum.GetValues<PriceClass>().Select(price => (Places.NameOf(price), (Func<int>)(() => places.Taken(price)))));

        app.Use(app.Services.GetRequiredService<Drain>().CloseConnectionAsync); // Before the rate limit, so that a 429 closes its connection too.
        if (app.Services.GetRequiredService<Limits>().RequestsPerMinute > 0)
            app.Use(app.Services.GetRequiredService<RateLimit>().LimitAsync);
        app.Use(PathCheck.CheckAsync);
    }

    private static void LimitServer(KestrelServerLimits server, Limits limits)
    {
        server.MaxConcurrentConnections = limits.Connections;
        server.MaxRequestLineSize = AddressLength.MostRead;
        server.MaxRequestBufferSize = Math.Max(limits.HeaderBytes, AddressLength.MostRead) + AddressLength.MostRead;
        server.MaxRequestHeadersTotalSize = limits.HeaderBytes;
        server.MaxRequestHeaderCount = limits.Headers;
        server.MaxRequestBodySize = limits.BodyBytes;
        server.RequestHeadersTimeout = TimeSpan.FromSeconds(limits.HeaderSeconds);
        server.KeepAliveTimeout = TimeSpan.FromSeconds(limits.IdleSeconds);
        server.MinResponseDataRate = limits.LeastBytesPerSecond == 0
            ? null
            : new MinDataRate(limits.LeastBytesPerSecond, TimeSpan.FromSeconds(limits.SlowSeconds));
        server.Http2.MaxStreamsPerConnection = limits.Streams;
    }

    /// <summary>Limits the time of an answer. An export lifts that limit: the database limits it instead.</summary>
    private static void LimitAnswers(RequestTimeoutOptions timeouts, int seconds) => timeouts.DefaultPolicy = new RequestTimeoutPolicy
    {
        Timeout = TimeSpan.FromSeconds(seconds),
        TimeoutStatusCode = ProblemType.Timeout.Status,
        WriteTimeoutResponse = http =>
        {
            http.Response.Clear(); // The headers of the answer do not apply to the problem.
            return Problem.WriteAsync(http, ProblemType.Timeout, $"The answer was not ready within {seconds} seconds.");
        },
    };

    /// <summary>Any client can send X-Forwarded-For, so it counts only if a known proxy sent it.</summary>
    private static void TrustProxies(ForwardedHeadersOptions forwarded, string known)
    {
        var proxies = Networks.Parse(known);
        if (proxies.Length == 0)
        {
            forwarded.ForwardedHeaders &= ~ForwardedHeaders.XForwardedFor;
            return;
        }

        forwarded.ForwardLimit = null; // A chain of known proxies may have any length.
        Array.ForEach(proxies, forwarded.KnownIPNetworks.Add);
    }
}
