using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Api.Http;
using Api.Observability;

namespace Api.Guards;

/// <summary>Bounds the requests of one client, cache hits included, by a token bucket. Headers follow draft-ietf-httpapi-ratelimit-headers.</summary>
internal sealed class RateLimit : IDisposable
{
    private const int Minute = 60;

    /// <summary>An attack must not fill the log: one line per client and minute, and no more than this for all clients.</summary>
    private const int LinesPerMinute = 60;

    private readonly int _perMinute;
    private readonly string _policy;
    private readonly Clients _clients;
    private readonly PartitionedRateLimiter<HttpContext> _requests;
    private readonly PartitionedRateLimiter<HttpContext> _linesOfClient;
    private readonly RateLimiter _lines;

    public RateLimit(Limits limits, Clients clients)
    {
        _perMinute = limits.RequestsPerMinute;
        _clients = clients;
        _policy = $"\"address\";q={_perMinute};w={Minute}";
        _requests = PerClient(Bucket(_perMinute));
        _linesOfClient = PerClient(Bucket(1));
        _lines = new TokenBucketRateLimiter(Bucket(LinesPerMinute));
    }

    /// <summary>Answers 429 to one request too many. The health endpoints are not limited.</summary>
    public Task LimitAsync(HttpContext http, RequestDelegate next)
    {
        if (_clients.Find(http) is null || http.Request.Path.StartsWithSegments("/health"))
            return next(http);
        using var lease = _requests.AttemptAcquire(http);
        var left = lease.IsAcquired ? _requests.GetStatistics(http)?.CurrentAvailablePermits ?? 0 : 0;
        var seconds = Math.Max(1, (long)Math.Ceiling((_perMinute - left) * (double)Minute / _perMinute));
        http.Response.OnStarting(() =>
        {
            // Set as late as this, because a later step clears the headers when it fails.
            http.Response.Headers["RateLimit-Policy"] = _policy;
            http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"address\";r={left};t={seconds}");
            return Task.CompletedTask;
        });
        return lease.IsAcquired ? next(http) : Refusal.WriteAsync(http, RefuseAsync);
    }

    public void Dispose()
    {
        _requests.Dispose();
        _linesOfClient.Dispose();
        _lines.Dispose();
    }

    private Task RefuseAsync(HttpContext http)
    {
        var type = ProblemType.TooManyRequests;
        var wait = Math.Max(1, (int)Math.Ceiling((double)Minute / _perMinute));
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        var detail = $"More than {_perMinute} requests per minute came from one address. Wait {wait} s, and then as long between requests.";
        using var first = _linesOfClient.AttemptAcquire(http);
        using var line = first.IsAcquired ? _lines.AttemptAcquire() : first;
        if (line.IsAcquired)
        {
            RequestLogs.LogProblem(
                http, LogLevel.Information, type.Status, type.Address, $"{detail} Further refusals of this client are not logged for a minute.");
        }

        return Problem.WriteAsync(http, type, detail);
    }

    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
        QueueLimit = 0,
    };

    private PartitionedRateLimiter<HttpContext> PerClient(TokenBucketRateLimiterOptions bucket) =>
        PartitionedRateLimiter.Create<HttpContext, IPAddress>(http =>
            RateLimitPartition.GetTokenBucketLimiter(_clients.Find(http)!, _ => bucket));
}
