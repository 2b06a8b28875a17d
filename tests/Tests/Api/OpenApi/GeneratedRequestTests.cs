using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Api.Http;
using Api.Resources;
using Api.Views;
using CsCheck;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.OpenApi;

/// <summary>
/// Thousands of random requests. One that the document allows is answered as documented. One that it forbids is refused, and the
/// error names the parameter. A failure prints the seed with which CsCheck repeats the request. FUZZ_REQUESTS sets their number.
/// </summary>
public sealed partial class GeneratedRequestTests(LoadedApi api) : IClassFixture<LoadedApi>, IAsyncLifetime
{
    private static readonly long Requests = LongTier.Times(many: 3000, few: 600, "FUZZ_REQUESTS");

    private static readonly HashSet<string> Codes = [.. Enum.GetNames<ErrorCode>().Select(Names.Snake)];

    private readonly ConcurrentDictionary<string, int> _answers = new();
    private readonly Dictionary<string, IReadOnlyList<JsonElement>> _rows = [];
    private ServedDocument _document = null!;
    private ResponseSchemas _schemas = null!;

    public async ValueTask InitializeAsync()
    {
        _document = await ServedDocument.ReadAsync(api.Client);
        _document.AllowAllRows();
        _schemas = new ResponseSchemas(_document);
        foreach (var view in Registry.All.Concat(ViewRegistry.All).Select(view => view.Name))
            _rows[view] = await api.Client.ListAsync(view);
    }

    public ValueTask DisposeAsync()
    {
        _document.Dispose();
        var counts = _answers.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value,8:N0}  {pair.Key}");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', counts));
        return default;
    }

    [Fact]
    public Task Allowed_requests_are_answered_as_documented() => GeneratedRequests.Valid(_document, _rows).SampleAsync(async asked =>
    {
        using var response = await RequestAsync(asked);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, $"{(int)response.StatusCode}: {body}");
        var mediaType = response.Content.Headers.ContentType!.MediaType!;
        Assert.True(_schemas.MediaTypes(asked.Path, "200").Any(documented => documented == mediaType || documented == MediaTypes.Any), mediaType);
        Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        if (mediaType != "application/json")
            return;
        var answer = JsonSerializer.Deserialize<JsonElement>(body);
        Assert.Null(_schemas.Fault(asked.Path, "200", mediaType, answer));
        if (answer.TryGetProperty("page", out var page) && page.TryGetProperty("next", out var next)
            && next.GetString() is { } address && address.Length < AddressLength.Most)
        {
            using var behind = await RequestAsync(asked with { Address = new Uri(address).PathAndQuery });
            Assert.Equal(200, (int)behind.StatusCode);
            var following = JsonSerializer.Deserialize<JsonElement>(await behind.Content.ReadAsStringAsync());
            Assert.Null(_schemas.Fault(asked.Path, "200", mediaType, following));
        }
    }, iter: Requests / 2, threads: 2);

    [Fact]
    public Task Forbidden_requests_are_refused_by_parameter() => GeneratedRequests.Broken(_document, _rows).SampleAsync(async asked =>
    {
        using var response = await RequestAsync(asked);
        var problem = await response.ProblemAsync(400);
        Assert.Equal("/v1/problems/bad-request", problem.GetProperty("type").GetString());
        var errors = problem.GetProperty("errors").EnumerateArray()
            .Select(error => (Parameter: error.GetProperty("parameter").GetString()!, Code: error.GetProperty("code").GetString()!)).ToArray();
        Assert.Contains(errors, error => error.Parameter == asked.Broken);
        Assert.All(errors, error => Assert.Contains(error.Code, Codes));
        Assert.Null(_schemas.Fault(asked.Path, "400", "application/problem+json", problem));
        Assert.DoesNotMatch(Ours(), problem.GetRawText());
        Assert.DoesNotContain(Environment.MachineName, problem.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }, iter: Requests / 2, threads: 2);

    [Fact]
    public async Task Undocumented_answer_is_detected()
    {
        using var other = await ServedDocument.ReadAsync(api.Client);
        other.Root["components"]!["schemas"]!["PageInfo"]!["properties"]!["total"]!["type"] = "string";
        var page = await api.Client.JsonAsync("/v1/visits?limit=1");
        Assert.Contains("/page/total", new ResponseSchemas(other).Fault("/v1/visits", "200", "application/json", page));
        Assert.Null(_schemas.Fault("/v1/visits", "200", "application/json", page));
    }

    private async Task<HttpResponseMessage> RequestAsync(Generated asked)
    {
        // Sends the address as written, because a client library would normalise it.
        var address = new Uri(
            api.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + asked.Address,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var response = await api.Client.GetAsync(address);
        _answers.AddOrUpdate($"{(asked.Broken is null ? "right" : "wrong")}: {(int)response.StatusCode}", 1, (_, count) => count + 1);
        return response;
    }

    /// <summary>Internals of the API: SQL, words of the database, positions in the code and paths on the disk.</summary>
    [GeneratedRegex(
        @"npgsql|postgres|exception|\bselect\b|\bwhere r\.|relations_reader|pg_|\.cs\b|   at |/usr/|/tmp/|/dev/shm/|/home/|/bin/|localhost:|Host=",
        RegexOptions.IgnoreCase)]
    private static partial Regex Ours();
}
