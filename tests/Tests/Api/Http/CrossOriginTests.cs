using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Http;

/// <summary>Pages of other origins may read every answer and the headers that it exposes.</summary>
public sealed class CrossOriginTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private static readonly string[] Exposed =
    [
        "Age", "Content-Description", "Content-Disposition", "Dataset-Stale", "Dataset-Version", "ETag", "Link",
        "Preference-Applied", "RateLimit", "RateLimit-Policy", "Retry-After", "Server-Timing",
    ];

    public static TheoryData<string, int> Answers => new()
    {
        { "/v1", 200 }, { "/v1/visits", 200 }, { "/v1/visits.csv", 200 }, { "/v1/visits.ndjson", 200 }, { "/v1/visits/facets", 200 },
        { "/v1/codelists", 200 }, { "/v1/dataset", 200 }, { "/v1/dataset/versions", 200 }, { "/v1/problems", 200 },
        { "/health/live", 200 }, { "/health/ready", 200 }, { "/swagger/v1/swagger.json", 200 },
        { "/v1/visits?limit=0", 400 }, { "/v1/visits/nothing", 404 }, { "/v1/nothing", 404 },
    };

    [Theory, MemberData(nameof(Answers))]
    public async Task Any_origin_may_read_answers_and_headers(string address, int status)
    {
        using var response = await api.Client.RequestAsync(address, ("Origin", "https://example.org"));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("*", response.Header("Access-Control-Allow-Origin"));
        Assert.Equal(Exposed, response.Header("Access-Control-Expose-Headers")!.Split(',', StringSplitOptions.TrimEntries).Order());
    }

    [Theory, MemberData(nameof(Answers))]
    public async Task Cached_answers_are_readable_from_any_origin(string address, int status)
    {
        using var response = await api.Client.RequestAsync(address);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("*", response.Header("Access-Control-Allow-Origin"));
        Assert.DoesNotContain("Origin", response.Header("Vary") ?? "");
    }

    [Theory, MemberData(nameof(Answers))]
    public async Task Answers_name_the_version_but_no_server(string address, int status)
    {
        await api.Client.JsonAsync("/health/ready");
        using var response = await api.Client.RequestAsync(address);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("1", response.Header("Dataset-Version"));
        Assert.Null(response.Header("Server"));
        Assert.Null(response.Header("X-Powered-By"));
    }

    [Theory, InlineData("POST", 405), InlineData("DELETE", 405)]
    public async Task Other_errors_may_be_read_too(string method, int status)
    {
        using var response = await api.Client.RequestAsync(new HttpMethod(method), "/v1/visits", ("Origin", "https://example.org"));
        await response.ProblemAsync(status);
        Assert.Equal("*", response.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Not_modified_answers_are_readable_across_origins()
    {
        using var response = await api.Client.RequestAsync("/v1/visits", ("Origin", "https://example.org"), ("If-None-Match", "*"));
        Assert.Equal(304, (int)response.StatusCode);
        Assert.Equal("*", response.Header("Access-Control-Allow-Origin"));
    }

    [Theory, InlineData("/v1/visits"), InlineData("/v1/statements.csv"), InlineData("/v1/dataset")]
    public async Task Preflight_allows_request_headers(string address)
    {
        using var response = await api.Client.RequestAsync(
            HttpMethod.Options, address, ("Origin", "https://example.org"),
            ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", "if-none-match,x-anything"));
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("*", response.Header("Access-Control-Allow-Origin"));
        Assert.Contains("GET", response.Header("Access-Control-Allow-Methods"));
        Assert.Contains("if-none-match", response.Header("Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(response.Header("Access-Control-Max-Age"));
    }
}
