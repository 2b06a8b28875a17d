using System.Globalization;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Guards;

/// <summary>A client that sends too many requests is refused. The answer says how long to wait.</summary>
public sealed class RateLimitTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private const string Three = "--Limits:RequestsPerMinute=3";

    /// <summary>Requests of this machine are counted too.</summary>
    private const string AllCount = "--Limits:Uncounted=";

    /// <summary>The tests are a proxy, whose X-Forwarded-For is trusted.</summary>
    private static readonly string[] Proxy = ["--ForwardedHeaders_Enabled=true", "--Limits:KnownProxies=127.0.0.1"];

    [Fact]
    public async Task One_request_too_many_is_429()
    {
        await using var limited = await RunningApi.StartAsync(api.Database, Three, AllCount);
        for (var left = 2; left >= 0; left--)
        {
            using var response = await limited.Client.RequestAsync("/v1/visits");
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal("\"address\";q=3;w=60", response.Header("RateLimit-Policy"));
            Assert.Matches($"^\"address\";r={left};t=[0-9]+$", response.Header("RateLimit"));
        }

        foreach (var address in new[] { "/v1/visits", "/v1/nothing", "/swagger/index.html" })
        {
            using var refused = await limited.Client.RequestAsync(address, ("Origin", "https://example.org"));
            Assert.Equal("/v1/problems/too-many-requests", (await refused.ProblemAsync(429)).GetProperty("type").GetString());
            Assert.InRange(int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 60);
            Assert.StartsWith("\"address\";r=0;t=", refused.Header("RateLimit"));
            Assert.Contains("RateLimit", refused.Header("Access-Control-Expose-Headers"));
            Assert.Equal("*", refused.Header("Access-Control-Allow-Origin"));
            Assert.Equal("nosniff", refused.Header("X-Content-Type-Options"));
        }

        await limited.Client.JsonAsync("/health/ready");
    }

    [Fact]
    public async Task Default_rate_exempts_this_machine()
    {
        using (var here = await api.Client.RequestAsync("/v1/visits"))
            Assert.Null(here.Header("RateLimit"));
        await using var behind = await RunningApi.StartAsync(api.Database, Proxy);
        using var response = await behind.Client.RequestAsync("/v1/visits", ("X-Forwarded-For", "203.0.113.1"));
        Assert.Equal("\"address\";q=6000;w=60", response.Header("RateLimit-Policy"));
        Assert.Matches("^\"address\";r=5999;t=1$", response.Header("RateLimit"));
    }

    [Theory]
    [InlineData("--Limits:RequestsPerMinute=0", "203.0.113.1")]
    [InlineData("--Limits:Uncounted=203.0.113.0/24", "203.0.113.1")]
    [InlineData("--Limits:Uncounted=192.0.2.1,2001:db8::/32", "2001:db8::1")]
    [InlineData("--Limits:Uncounted=203.0.113.1", "::ffff:203.0.113.1")]
    public async Task Uncounted_client_has_no_limit(string setting, string client)
    {
        await using var limited = await RunningApi.StartAsync(api.Database, [Three, .. Proxy, setting]);
        foreach (var _ in Enumerable.Range(0, 5))
        {
            using var response = await limited.Client.RequestAsync("/v1", ("X-Forwarded-For", client));
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Null(response.Header("RateLimit"));
        }
    }

    [Theory]
    [InlineData("127.0.0.1, 203.0.113.7"), InlineData("::1, 10.0.0.1, 203.0.113.7"), InlineData("{0}, 203.0.113.7")]
    [InlineData("nonsense, 203.0.113.7")]
    public async Task Forged_client_address_is_ignored(string forwarded)
    {
        await using var limited = await RunningApi.StartAsync(api.Database, [Three, .. Proxy]);
        foreach (var request in Enumerable.Range(1, 5))
        {
            using var response = await limited.Client.RequestAsync("/v1",
                ("X-Forwarded-For", string.Format(CultureInfo.InvariantCulture, forwarded, $"198.51.100.{request}")),
                ("X-Real-IP", $"198.51.100.{request}"),
                ("Forwarded", $"for=198.51.100.{request}"), ("X-Client-IP", $"198.51.100.{request}"), ("True-Client-IP", $"198.51.100.{request}"));
            Assert.Equal(request <= 3 ? 200 : 429, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Client_that_waits_is_served_again()
    {
        await using var limited = await RunningApi.StartAsync(api.Database, "--Limits:RequestsPerMinute=60", AllCount);
        HttpResponseMessage response;
        while ((response = await limited.Client.RequestAsync("/v1")).IsSuccessStatusCode)
            response.Dispose();
        await response.ProblemAsync(429);
        await Task.Delay(TimeSpan.FromSeconds(int.Parse(response.Header("Retry-After")!, CultureInfo.InvariantCulture) + 0.1));
        await limited.Client.JsonAsync("/v1");
    }

    [Theory]
    [InlineData(new string[0], false)]
    [InlineData(new[] { "--ForwardedHeaders_Enabled=true" }, false)]
    [InlineData(new[] { "--ForwardedHeaders_Enabled=true", "--Limits:KnownProxies=192.0.2.1, 198.51.100.0/24" }, false)]
    [InlineData(new[] { "--ForwardedHeaders_Enabled=true", "--Limits:KnownProxies=192.0.2.1,127.0.0.0/8" }, true)]
    public async Task Forwarded_address_counts_only_from_known_proxy(string[] settings, bool counts)
    {
        await using var limited = await RunningApi.StartAsync(api.Database, [Three, AllCount, .. settings]);
        foreach (var request in Enumerable.Range(1, 6))
        {
            using var response = await limited.Client.RequestAsync("/v1", ("X-Forwarded-For", $"203.0.113.{request}"));
            Assert.Equal(request <= 3 || counts ? 200 : 429, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task IPv6_client_is_its_network()
    {
        await using var limited = await RunningApi.StartAsync(api.Database, [Three, .. Proxy]);
        foreach (var request in Enumerable.Range(1, 4))
        {
            using var response = await limited.Client.RequestAsync("/v1", ("X-Forwarded-For", $"2001:db8::{request}"));
            Assert.Equal(request <= 3 ? 200 : 429, (int)response.StatusCode);
        }

        using var other = await limited.Client.RequestAsync("/v1", ("X-Forwarded-For", "2001:db8:0:1::1"));
        Assert.Equal(200, (int)other.StatusCode);
    }

    [Fact]
    public async Task Refusal_continues_the_trace_and_is_logged_once()
    {
        await using var limited = await ServiceProcess.StartAsync(api.Database, "", Three, AllCount);
        var traces = new List<string?>();
        for (var request = 0; request < 13; request++)
        {
            var trace = $"0af7651916cd43dd8448eb211c80{request:x4}";
            using var response = await limited.Client.RequestAsync("/v1", ("traceparent", $"00-{trace}-b7ad6b7169203331-01"));
            if (request < 3)
                continue;
            traces.Add((await response.ProblemAsync(429)).GetProperty("trace_id").GetString());
            Assert.Equal(trace, traces[^1]);
        }

        await Eventually.UntilAsync("the refusal is logged", () => Task.FromResult(limited.Log.Contains("Answered 429")));
        await limited.TerminateAsync();
        await limited.ExitAsync();
        Assert.Contains(traces[0]!, Assert.Single(limited.Log.Split('\n'), line => line.Contains("Answered 429")));
    }
}
