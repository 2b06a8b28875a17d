using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Api.Http;

namespace Api.Guards;

/// <summary>
/// Bounds how often one client asks, answers from memory included. A client may ask for a minute's worth at once, and then as fast as
/// its bucket is filled again. It is told in the headers of draft-ietf-httpapi-ratelimit-headers.
/// </summary>
internal sealed class RateLimit : IDisposable
{
    private const int Minute = 60;

    private readonly int _perMinute;
    private readonly string _policy;
    private readonly IPNetwork[] _uncounted;
    private readonly PartitionedRateLimiter<HttpContext> _clients;

    /// <summary>A limit of so many requests a minute.</summary>
    /// <exception cref="InvalidOperationException">What is not counted is no address and no network.</exception>
    public RateLimit(Limits limits)
    {
        _perMinute = limits.RequestsPerMinute;
        _uncounted = [.. Proxies.Networks(nameof(Limits.Uncounted), limits.Uncounted)];
        _policy = $"\"address\";q={_perMinute};w={Minute}";
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = _perMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / _perMinute,
            QueueLimit = 0,
        };
        _clients = PartitionedRateLimiter.Create<HttpContext, IPAddress>(http => RateLimitPartition.GetTokenBucketLimiter(ClientOf(http.Connection.RemoteIpAddress!), _ => bucket));
    }

    /// <summary>Answers 429 to one request too many. Whether the service is well may always be asked.</summary>
    public Task LimitAsync(HttpContext http, RequestDelegate next)
    {
        if (IsUncounted(http.Connection.RemoteIpAddress) || http.Request.Path.StartsWithSegments("/health"))
            return next(http);
        using var lease = _clients.AttemptAcquire(http);
        var left = lease.IsAcquired ? _clients.GetStatistics(http)?.CurrentAvailablePermits ?? 0 : 0;
        var seconds = Math.Max(1, (long)Math.Ceiling((_perMinute - left) * (double)Minute / _perMinute));
        http.Response.OnStarting(() =>
        {
            // An error on the way clears the headers; these are told all the same.
            http.Response.Headers["RateLimit-Policy"] = _policy;
            http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"address\";r={left};t={seconds}");
            return Task.CompletedTask;
        });
        return lease.IsAcquired ? next(http) : FixedHeaders.AddHeadersAsync(http, RefuseAsync);
    }

    /// <summary>Forgets the clients.</summary>
    public void Dispose() => _clients.Dispose();

    private Task RefuseAsync(HttpContext http)
    {
        var wait = Math.Max(1, (int)Math.Ceiling((double)Minute / _perMinute));
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return Problem.WriteAsync(http, ProblemType.TooManyRequests, $"More than {_perMinute} requests a minute came from one address. Try again in {wait} s, and no faster than that on average.");
    }

    /// <summary>Who has no address came through a socket of this machine.</summary>
    private bool IsUncounted(IPAddress? address)
    {
        if (address is null)
            return true;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        foreach (var network in _uncounted)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }

    /// <summary>Who has an IPv6 address has its whole network of 64 bits.</summary>
    private static IPAddress ClientOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }
}
