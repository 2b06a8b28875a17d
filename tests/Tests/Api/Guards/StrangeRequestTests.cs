using System.Diagnostics;
using System.Text.Json;
using Api.Http;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Guards;

/// <summary>Malformed and hostile requests get a problem document, where the server calls the application.</summary>
public sealed class StrangeRequestTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private const string Rest = "Host: localhost\r\nConnection: close\r\n\r\n";

    private Uri Server => api.Client.BaseAddress!;

    [Theory]
    [InlineData("GET /v1/nothing/%2e%2e/%2e%2e/%2e%2e/etc/passwd HTTP/1.1", 404, "not-found")]
    [InlineData("GET /../../../../etc/passwd HTTP/1.1", 404, "not-found")]
    [InlineData("GET /swagger/..%2f..%2fappsettings.json HTTP/1.1", 404, "not-found")]
    [InlineData("GET /swagger/..%5c..%5cappsettings.json HTTP/1.1", 404, "not-found")]
    [InlineData("GET /v1%2Fvisits HTTP/1.1", 404, "not-found")]
    [InlineData("GET /v1/visits%2Ffacets HTTP/1.1", 404, "not-found")]
    [InlineData("GET /appsettings.json HTTP/1.1", 404, "not-found")]
    [InlineData("TRACE /v1/visits HTTP/1.1", 405, "method-not-allowed")]
    [InlineData("DELETE /v1/visits HTTP/1.1", 405, "method-not-allowed")]
    [InlineData("POST /v1/visits HTTP/1.1", 405, "method-not-allowed")]
    [InlineData("PROPFIND /v1/visits HTTP/1.1", 405, "method-not-allowed")]
    [InlineData("GET /v1/visits?limit=%00 HTTP/1.1", 400, "bad-request")]
    [InlineData("GET /v1/visits?q=%00 HTTP/1.1", 400, "bad-request")]
    public async Task Refused_request_is_a_problem(string line, int status, string type)
    {
        var answer = await RawConnection.RequestAsync(Server, $"{line}\r\n{Rest}");
        IsProblem(answer, status, type);
        if (status == 405)
            Assert.Equal("GET, HEAD, OPTIONS", answer.Header("Allow"));
    }

    /// <summary>The server resolves the dots, and of a whole address also decodes slashes, before the application sees the path.</summary>
    [Theory]
    [InlineData("/v1/x/../visits"), InlineData("/v1/x/%2e%2e/visits"), InlineData("/v1/x/%2E%2E/visits"), InlineData("/v1/x/.%2e/visits")]
    [InlineData("/v1/x/%2e./visits"), InlineData("/v1/./visits"), InlineData("/v1/%2e/visits"), InlineData("/v1/visits/.")]
    [InlineData("/v1/visits/..")]
    [InlineData("/./"), InlineData("/x/.."), InlineData("/.."), InlineData("/v1/x/../visits?limit=1"), InlineData("/swagger/../v1")]
    [InlineData("//v1/visits"), InlineData("/v1//visits"), InlineData("/v1/visits//"), InlineData("/v1/visits#x")]
    [InlineData("http://localhost/v1/x/../visits"), InlineData("http://localhost/v1/%2e/visits"), InlineData("http://localhost/v1%2Fvisits")]
    [InlineData("http://localhost/v1%5Cvisits"), InlineData("http://localhost/v1\\visits"), InlineData("http://localhost/v1/visits#x")]
    [InlineData("http://localhost/v1/%00visits"), InlineData("http://localhost//v1/visits")]
    public async Task Rewritten_path_is_a_404(string target)
    {
        for (var time = 0; time < 2; time++) // The second time the answer of the other path may be cached.
        {
            IsProblem(await RawConnection.RequestAsync(Server, $"GET {target} HTTP/1.1\r\n{Rest}"), 404, "not-found");
            await api.Client.JsonAsync("/v1/visits?limit=1");
        }
    }

    [Theory]
    [InlineData("/v1/visits?q=/../a"), InlineData("/v1/visits/?limit=1"), InlineData("/v1/visits?title__contains=..%2F."), InlineData("/v1/vis%69ts")]
    [InlineData("/v1/visits.csv"), InlineData("http://localhost/v1/visits?q=/../a"), InlineData("http://localhost")]
    [InlineData("http://localhost?q=a")]
    public async Task Path_as_written_is_served(string target) =>
        Assert.Equal(200, (await RawConnection.RequestAsync(Server, $"GET {target} HTTP/1.1\r\n{Rest}")).Status);

    [Theory, InlineData(8193), InlineData(12_000)]
    public async Task Too_long_address_is_a_problem(int length)
    {
        var answer = await RawConnection.RequestAsync(Server, $"GET {"/v1/visits?q=".PadRight(length, 'x')} HTTP/1.1\r\n{Rest}");
        IsProblem(answer, 414, "address-too-long");
    }

    [Fact]
    public async Task Longest_address_is_parsed()
    {
        var answer = await RawConnection.RequestAsync(Server, $"GET {"/v1/visits?q=".PadRight(8192, 'x')} HTTP/1.1\r\n{Rest}");
        IsProblem(answer, 400, "bad-request");
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nno number\r\n")]
    [InlineData("Content-Length: 100000000\r\n\r\n{")]
    public async Task Body_is_refused_before_it_is_read(string body)
    {
        var answer = await RawConnection.RequestAsync(Server, $"GET /v1/visits HTTP/1.1\r\nHost: localhost\r\n{body}");
        IsProblem(answer, 415, "unsupported-media-type");
    }

    /// <summary>The server answers these before it calls the application, without a body.</summary>
    [Theory]
    [InlineData("GET\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET /v1/visits HTTP/1.1\r\nHost localhost\r\n\r\n", 400)]
    [InlineData("GET /v1/visits HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /v1/visits HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("GET /v1/%00visits HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("G@T /v1/visits HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET /v1/visits HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("GET /v1/visits HTTP/3.9\r\nHost: localhost\r\n\r\n", 505)]
    public async Task Malformed_request_is_refused_by_the_server(string words, int status) =>
        IsBare(await RawConnection.RequestAsync(Server, words), status);

    [Fact]
    public async Task Very_long_request_is_refused_by_the_server()
    {
        var headers = string.Concat(Enumerable.Range(0, 101).Select(i => $"X-{i}: x\r\n"));
        IsBare(await RawConnection.RequestAsync(Server, $"GET /{new string('x', 20_000)} HTTP/1.1\r\n{Rest}"), 414);
        IsBare(await RawConnection.RequestAsync(Server, $"GET /v1/visits HTTP/1.1\r\nX-Long: {new string('x', 40_000)}\r\n{Rest}"), 431);
        IsBare(await RawConnection.RequestAsync(Server, $"GET /v1/visits HTTP/1.1\r\n{headers}{Rest}"), 431);
    }

    [Theory, InlineData("/v1/visits"), InlineData("/v1/visits.csv"), InlineData("/v1"), InlineData("/health/live"), InlineData("*")]
    public async Task Options_lists_the_methods(string target)
    {
        var answer = await RawConnection.RequestAsync(Server, $"OPTIONS {target} HTTP/1.1\r\n{Rest}");
        Assert.Equal(204, answer.Status);
        Assert.Equal("GET, HEAD, OPTIONS", answer.Header("Allow"));
        Assert.Empty(answer.Body);
    }

    [Fact]
    public async Task Options_of_unknown_path_is_404() =>
        IsProblem(await RawConnection.RequestAsync(Server, $"OPTIONS /nothing HTTP/1.1\r\n{Rest}"), 404, "not-found");

    [Fact]
    public async Task Addresses_in_answers_follow_the_host()
    {
        var answer = await RawConnection.RequestAsync(Server, "GET /v1/visits HTTP/1.1\r\nHost: data.example.org\r\nConnection: close\r\n\r\n");
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("<http://data.example.org/v1/visits?", answer.Header("Link"));
    }

    [Fact]
    public async Task Host_that_is_not_allowed_is_a_problem()
    {
        await using var strict = await RunningApi.StartAsync(api.Database, "--AllowedHosts=data.example.org;*.example.com");
        foreach (var (host, status) in new[] { ("data.example.org", 200), ("a.example.com:8080", 200), ("example.net", 400), ("127.0.0.1", 400) })
        {
            using var response = await strict.Client.RequestAsync("/v1/visits", ("Host", host));
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
            if (status == 400)
                Assert.Equal("/v1/problems/unknown-host", (await response.ProblemAsync(400)).GetProperty("type").GetString());
        }
    }

    [Theory]
    [InlineData("xn--0"), InlineData("XN--0"), InlineData("xn--0.example.org:8080"), InlineData("xn--"), InlineData("a..b")]
    [InlineData("."), InlineData("..")]
    [InlineData("example.org:99999"), InlineData("example.org:65536"), InlineData("example.org:0"), InlineData("example.org:00000")]
    [InlineData("999.1.1.1.:0")]
    [InlineData("a'b"), InlineData("a~b"), InlineData("a!b"), InlineData("[::1]:0"), InlineData("[::1]:65536"), InlineData("[1]")]
    [InlineData("[::1.2]")]
    [InlineData("[::ffff:999.1.1.1]"), InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example")]
    [InlineData("{long}"), InlineData("")]
    public async Task Invalid_host_is_a_problem_on_every_path(string host)
    {
        host = host.Replace("{long}", string.Concat(Enumerable.Repeat("abcdefg.", 32)) + "a"); // 257 characters, and a name has at most 253.
        await using var strict = await RunningApi.StartAsync(api.Database, "--AllowedHosts=data.example.org");
        foreach (var server in new[] { Server, strict.Client.BaseAddress! })
        {
            foreach (var path in new[] { "/v1/visits", "/v1/visits.csv", "/", "/swagger/index.html", "/health/live", "/nothing" })
            {
                var answer = await RawConnection.RequestAsync(server, $"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
                // The server itself refuses some of them, without a body.
                if (answer.Body.Length == 0)
                    IsBare(answer, 400);
                else
                    IsProblem(answer, 400, "malformed");
            }
        }
    }

    /// <summary>The server refuses these itself.</summary>
    [Theory]
    [InlineData("a:"), InlineData("a:x"), InlineData("a:80:80"), InlineData("a:-1"), InlineData(":80"), InlineData("[::1")]
    [InlineData("[]"), InlineData("[::1]x")]
    [InlineData("[::1%25eth0]"), InlineData("[v1.a]"), InlineData("user@a"), InlineData("a b"), InlineData("a\tb"), InlineData("a*b")]
    [InlineData("%61")]
    [InlineData("b\u00c3\u00bccher.example"), InlineData("\u00ff\u00fe"), InlineData("a, b"), InlineData("http://a")]
    public async Task Host_that_cannot_be_parsed_is_refused_by_the_server(string host) =>
        IsBare(await RawConnection.RequestAsync(Server, $"GET /v1/visits HTTP/1.1\r\nHost: {host}\r\n\r\n"), 400);

    [Theory]
    [InlineData("a_b"), InlineData("xn--bcher-kva.example"), InlineData("[::1]:5080"), InlineData("[::ffff:127.0.0.1]"), InlineData("127.0.0.1")]
    [InlineData("EXAMPLE.org:1"), InlineData("example.org.:65535")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example")]
    public async Task Valid_host_is_served(string host)
    {
        foreach (var path in new[] { "/v1/visits", "/", "/swagger/index.html" })
        {
            var answer = await RawConnection.RequestAsync(Server, $"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            Assert.Equal(200, answer.Status);
            if (path == "/v1/visits")
                Assert.StartsWith($"<http://{host}/v1/visits?", answer.Header("Link"));
        }
    }

    /// <summary>With OpenTelemetry the framework begins its work for a request before the application's first step.</summary>
    [Fact]
    public async Task Invalid_host_is_a_problem_while_traces_are_sent()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        IsProblem(await RawConnection.RequestAsync(Server, "GET /v1/visits HTTP/1.1\r\nHost: xn--0\r\nConnection: close\r\n\r\n"), 400, "malformed");
    }

    /// <summary>No host is trusted from a header of a proxy, also where its address and scheme are.</summary>
    [Fact]
    public async Task Forwarded_host_is_never_read()
    {
        await using var behind = await RunningApi.StartAsync(api.Database, "--ForwardedHeaders_Enabled=true", "--Limits:KnownProxies=127.0.0.1");
        foreach (var host in new[] { "evil.example", "xn--0", "a..b", "a b" })
        {
            var answer = await RawConnection.RequestAsync(behind.Client.BaseAddress!,
                $"GET /v1/visits HTTP/1.1\r\nHost: a.example\r\nX-Forwarded-Host: {host}\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n");
            Assert.Equal(200, answer.Status);
            Assert.StartsWith("<https://a.example/v1/visits?", answer.Header("Link"));
        }
    }

    /// <summary>
    /// HTTP/1.0 needs no host, and the health check of the image sends none. Nobody else gets its answers from the cache, nor it theirs.
    /// </summary>
    [Fact]
    public async Task Old_client_without_host_gets_relative_links()
    {
        var record = $"/v1/visits/{Cases.Find("visits").Example}";
        string[] paths =
        [
            "/v1/visits?limit=1", "/v1/visits?limit=1&snippets=true", "/v1/visits.csv", "/v1/visits/facets", record, $"{record}/evidence",
            $"{record}/citation.json", "/v1/visits/citation.bib", "/v1/visits/citation.ris", "/v1/dataset/versions.atom", "/v1/panel/chart.svg",
            "/v1/timeline/chart.svg", "/v1", "/v1/dataset", "/",
            "/?resource=visits&limit=1", "/swagger/v1/swagger.json", "/health/ready", "/v1/dyads/CHN-RUS", "/v1/dataset/bundle.zip",
        ];
        foreach (var path in paths)
        {
            var host = $"Host: {Guid.NewGuid():n}.example\r\n";
            var named = await RawConnection.RequestAsync(Server, $"GET {path} HTTP/1.1\r\n{host}Connection: close\r\n\r\n");
            for (var time = 0; time < 2; time++)
            {
                var answer = await RawConnection.RequestAsync(Server, $"GET {path} HTTP/1.0\r\n\r\n");
                Assert.Equal(200, answer.Status);
                Assert.DoesNotContain("http:///", answer.Head + answer.Body);
                Assert.DoesNotContain(".example/v1", answer.Head + answer.Body);
                Assert.All(
                    answer.Header("Link")?.Split(", <") ?? [], link => Assert.StartsWith("/v1/", link.TrimStart('<')));
                var again = await RawConnection.RequestAsync(Server, $"GET {path} HTTP/1.1\r\n{host}Connection: close\r\n\r\n");
                Assert.Equal(named.Body, again.Body);
            }
        }

        var notebook = await RawConnection.RequestAsync(Server, "GET /notebooks/russia-and-china-python.ipynb HTTP/1.0\r\n\r\n");
        Assert.Contains(ApiIdentity.DefaultAddress, notebook.Body); // Its code needs an absolute address.
    }

    private static void IsProblem(RawAnswer answer, int status, string type)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal("application/problem+json", answer.Header("Content-Type"));
        Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        var problem = JsonSerializer.Deserialize<JsonElement>(answer.Body);
        Assert.Equal($"/v1/problems/{type}", problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
    }

    private static void IsBare(RawAnswer answer, int status)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal("close", answer.Header("Connection"));
        Assert.Null(answer.Header("Server"));
        Assert.Empty(answer.Body);
    }
}
