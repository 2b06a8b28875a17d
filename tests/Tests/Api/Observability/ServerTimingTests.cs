using System.Text.RegularExpressions;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Observability;

/// <summary>A client gets the times of its own request only where it prefers them.</summary>
public sealed partial class ServerTimingTests(IsolatedApi api) : IClassFixture<IsolatedApi>
{
    private static readonly (string, string) Wish = ("Prefer", "server-timing");

    [Theory]
    [InlineData("/v1/statements?limit=7&kind=quote", "parse cache;desc=miss cost;desc=light db write total")]
    [InlineData("/v1/statements.csv?kind=quote", "parse cache;desc=miss cost;desc=light db write total")]
    [InlineData("/v1/statements/facets?kind=quote", "parse cache;desc=miss cost;desc=light db write total")]
    [InlineData("/v1/countries/RUS?fields=name", "parse cache;desc=miss cost;desc=light db write total")]
    [InlineData("/v1/statements?limit=0", "write total")]
    [InlineData("/health/live", "write total")]
    public async Task Timings_are_sent_on_request(string address, string parts)
    {
        using var response = await api.Client.RequestAsync(address, Wish);
        Assert.Equal(parts, Parts(response));
        Assert.Equal("server-timing", response.Header("Preference-Applied"));
        Assert.Equal("*", response.Header("Timing-Allow-Origin"));
        Assert.Equal("no-store", response.Header("Cache-Control"));
    }

    [Fact]
    public async Task Cache_hit_says_so_and_is_identical()
    {
        const string Address = "/v1/statements?limit=9";
        using var made = await api.Client.RequestAsync(Address, Wish);
        using var again = await api.Client.RequestAsync(Address, Wish);
        using var plain = await api.Client.RequestAsync(Address);
        using var unchanged = await api.Client.RequestAsync(Address, Wish, ("If-None-Match", plain.Header("ETag")!));
        Assert.Equal("parse cache;desc=miss cost;desc=light db write total", Parts(made));
        Assert.Equal("cache;desc=hit total", Parts(again));
        Assert.Equal("cache;desc=hit total", Parts(unchanged));
        Assert.Equal(304, (int)unchanged.StatusCode);
        Assert.Equal(made.Header("ETag"), plain.Header("ETag"));
        Assert.Equal(await made.Content.ReadAsStringAsync(), await plain.Content.ReadAsStringAsync());
        Assert.Null(plain.Header("Server-Timing"));
        Assert.Null(plain.Header("Preference-Applied"));
        Assert.StartsWith("public", plain.Header("Cache-Control"));
    }

    [Fact]
    public async Task Equivalent_query_is_a_cache_hit()
    {
        await api.Client.JsonAsync("/v1/statements?limit=8&kind=quote");
        using var other = await api.Client.RequestAsync("/v1/statements?kind=quote&limit=8", Wish);
        Assert.Equal("parse cache;desc=hit write total", Parts(other));
    }

    [Theory]
    [InlineData("respond-async", false)]
    [InlineData("server-timing=no", false)]
    [InlineData("respond-async, Server-Timing", true)]
    [InlineData("\"", false)]
    public async Task Other_preferences_are_left_alone(string prefer, bool isMeasured)
    {
        using var response = await api.Client.RequestAsync("/v1/people", ("Prefer", prefer));
        Assert.Equal(isMeasured, response.Header("Server-Timing") is not null);
    }

    /// <summary>The names of the entries in their order. Each entry has a duration in milliseconds.</summary>
    private static string Parts(HttpResponseMessage response) => string.Join(' ', response.Header("Server-Timing")!.Split(", ").Select(part =>
    {
        Assert.Matches(Part(), part);
        return part[..part.IndexOf(";dur=", StringComparison.Ordinal)];
    }));

    [GeneratedRegex(@"^[a-z]+(;desc=[a-z]+)?;dur=[0-9]+(\.[0-9]{1,3})?$")]
    private static partial Regex Part();
}
