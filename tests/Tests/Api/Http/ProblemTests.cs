using System.Text;
using Api.Formats;
using Api.Http;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Http;

/// <summary>Every failure is a problem document.</summary>
public sealed class ProblemTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Theory]
    [InlineData("/v1/nothing")]
    [InlineData("/nothing")]
    [InlineData("/v1/visits/some/thing")]
    [InlineData("/v1/visits/facets/kind")]
    [InlineData("/v2/visits")]
    [InlineData("/v1/codelists/no_such_list")]
    [InlineData("/v1/problems/no-such-problem")]
    [InlineData("/health")]
    [InlineData("/v1/%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82")]
    public async Task Where_nothing_is_the_answer_is_404(string address)
    {
        var problem = await api.Client.ProblemAsync(address, 404);
        Assert.Equal("/v1/problems/not-found", problem.GetProperty("type").GetString());
        Assert.Equal(address, problem.GetProperty("instance").GetString());
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Unknown_id_suggests_the_nearest(string resource)
    {
        foreach (var id in (await api.Client.IdsAsync(resource)).Take(10))
        {
            var problem = await api.Client.ProblemAsync($"/v1/{resource}/{id}z", 404);
            Assert.Equal(id, problem.GetProperty("did_you_mean").GetString());
            Assert.Contains(id + "z", problem.GetProperty("detail").GetString());
        }

        var unlike = await api.Client.ProblemAsync($"/v1/{resource}/qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq", 404);
        Assert.False(unlike.TryGetProperty("did_you_mean", out _));
        await api.Client.ProblemAsync($"/v1/{resource}/{new string('q', 2000)}", 404);
        await api.Client.ProblemAsync($"/v1/{resource}/%25_%5C'", 404);
        await api.Client.ProblemAsync($"/v1/{resource}/a%F0%9F%98%80", 404); // The second character has two UTF-16 units.
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Id_in_wrong_case_suggests_the_right_one(string resource)
    {
        var id = (await api.Client.IdsAsync(resource))[0];
        var wrong = id.Any(char.IsUpper) ? id.ToLowerInvariant() : id.ToUpperInvariant();
        Assert.Equal(id, (await api.Client.ProblemAsync($"/v1/{resource}/{wrong}", 404)).GetProperty("did_you_mean").GetString());
    }

    [Theory]
    [InlineData("POST", "/v1/visits")]
    [InlineData("PUT", "/v1/visits/any")]
    [InlineData("DELETE", "/v1/visits.csv")]
    [InlineData("PATCH", "/v1/visits/facets")]
    [InlineData("POST", "/v1")]
    [InlineData("DELETE", "/v1/dataset")]
    [InlineData("POST", "/health/live")]
    [InlineData("POST", "/v1/codelists/topic")]
    public async Task Writing_methods_are_405_with_Allow(string method, string address)
    {
        using var response = await api.Client.RequestAsync(new HttpMethod(method), address);
        var problem = await response.ProblemAsync(405);
        Assert.Equal(["GET", "HEAD", "OPTIONS"], response.Content.Headers.Allow.Order());
        Assert.Equal(["GET", "HEAD", "OPTIONS"], problem.GetProperty("allowed").EnumerateArray().Select(value => value.GetString()).Order());
    }

    [Theory]
    [InlineData("/v1/visits", "text/html", 6)]
    [InlineData("/v1/visits", "image/*", 6)]
    [InlineData("/v1/visits", "application/json;q=0", 6)]
    [InlineData("/v1/visits/any", "application/xml", 6)]
    [InlineData("/v1/visits/facets", "text/csv", 1)]
    public async Task Unacceptable_type_is_406_with_the_formats(string address, string accept, int formats)
    {
        using var response = await api.Client.RequestAsync(address, ("Accept", accept));
        var problem = await response.ProblemAsync(406);
        Assert.Equal(
            Format.All.Select(format => format.MediaType).Take(formats),
            problem.GetProperty("allowed").EnumerateArray().Select(value => value.GetString()));
    }

    [Theory, InlineData("application/json"), InlineData("text/plain")]
    public async Task A_body_is_415(string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/visits") { Content = new StringContent("{}", Encoding.UTF8, type) };
        using var response = await api.Client.SendAsync(request);
        await response.ProblemAsync(415);
    }

    [Theory]
    [InlineData("/v1/visits?limit=0", 400), InlineData("/v1/nothing", 404), InlineData("/v1/visits/nothing", 404)]
    public async Task Problem_type_is_an_address_that_answers(string address, int status)
    {
        var problem = await api.Client.ProblemAsync(address, status);
        var explained = await api.Client.JsonAsync(problem.GetProperty("type").GetString()!);
        Assert.Equal(problem.GetProperty("title").GetString(), explained.GetProperty("title").GetString());
        Assert.Equal(status, explained.GetProperty("status").GetInt32());
        Assert.NotEmpty(explained.GetProperty("description").GetString()!);
    }

    [Fact]
    public async Task Every_problem_type_and_code_is_explained()
    {
        var types = (await api.Client.JsonAsync("/v1/problems")).GetProperty("data").EnumerateArray().ToArray();
        foreach (var type in types)
            Assert.Equal(type.GetRawText(), (await api.Client.JsonAsync($"/v1/problems/{type.GetProperty("name").GetString()}")).GetRawText());
        Assert.Subset(
            types.Select(type => type.GetProperty("status").GetInt32()).ToHashSet(),
            new HashSet<int> { 400, 404, 405, 406, 414, 415, 429, 500, 503, 504 });
        var codes = types.Single(type => type.GetProperty("name").GetString() == "bad-request").GetProperty("codes");
        foreach (var code in Enum.GetNames<ErrorCode>().Select(Names.Snake))
            Assert.NotEmpty(codes.GetProperty(code).GetString()!);
    }

    [Fact]
    public async Task A_problem_is_the_same_for_every_format()
    {
        foreach (var address in new[] { "/v1/visits?sort=x", "/v1/visits.json?sort=x", "/v1/visits.csv?sort=x", "/v1/visits.ndjson?sort=x" })
            await api.Client.ErrorAsync(address, "sort", "unknown_field");
        foreach (var format in new[] { "", ".json", ".csv", ".ndjson" })
            await api.Client.ErrorAsync($"/v1/visits/any{format}?fields=x", "fields", "unknown_field");
        using var csv = await api.Client.RequestAsync("/v1/visits?sort=x", ("Accept", "text/csv"));
        await csv.ProblemAsync(400);
    }

    [Fact]
    public async Task Trace_continues_the_trace_of_the_client()
    {
        using var response = await api.Client.RequestAsync("/v1/nothing", ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", (await response.ProblemAsync(404)).GetProperty("trace_id").GetString());
    }

    [Fact]
    public async Task Each_problem_has_its_own_trace_id()
    {
        var first = (await api.Client.ProblemAsync("/v1/nothing", 404)).GetProperty("trace_id").GetString();
        Assert.NotEqual(first, (await api.Client.ProblemAsync("/v1/nothing", 404)).GetProperty("trace_id").GetString());
    }
}
