using System.Text.RegularExpressions;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Http;

/// <summary>Every answer has the headers that browsers need.</summary>
public sealed partial class FixedHeadersTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Theory, MemberData(nameof(CrossOriginTests.Answers), MemberType = typeof(CrossOriginTests))]
    public async Task Fixed_headers_are_on_cached_answers_too(string address, int status)
    {
        for (var time = 0; time < 2; time++)
        {
            using var response = await api.Client.RequestAsync(address);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
            Assert.Equal("no-referrer", response.Header("Referrer-Policy"));
            Assert.Equal("cross-origin", response.Header("Cross-Origin-Resource-Policy"));
            Assert.Equal("default-src 'none'; frame-ancestors 'none'", response.Header("Content-Security-Policy"));
        }
    }

    [Fact]
    public async Task Not_modified_answers_have_fixed_headers()
    {
        using var first = await api.Client.RequestAsync("/v1/exercises");
        using var again = await api.Client.RequestAsync("/v1/exercises", ("If-None-Match", first.Header("ETag")!));
        Assert.Equal(304, (int)again.StatusCode);
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", again.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", again.Header("X-Content-Type-Options"));
    }

    [Fact]
    public async Task Swagger_UI_runs_only_its_own_files()
    {
        using var response = await api.Client.RequestAsync("/swagger/index.html");
        var policy = response.Header("Content-Security-Policy")!;
        Assert.Contains("script-src 'self';", policy);
        Assert.StartsWith("default-src 'none';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        var page = await response.Content.ReadAsStringAsync();
        Assert.NotEmpty(Script().Matches(page));
        // No script is inline or from another origin.
        Assert.All(Script().Matches(page), script => Assert.Matches("src=\"\\.?/?[^/:\"]+\"", script.Value));
    }

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();
}
