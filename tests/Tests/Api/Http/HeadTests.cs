using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Http;

/// <summary>HEAD has the headers of GET on every address.</summary>
public sealed class HeadTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    /// <summary>Headers that depend on the time or the connection.</summary>
    private static readonly string[] Passing = ["Date", "Transfer-Encoding", "Connection"];

    public static TheoryData<string> Addresses =>
    [
        .. Cases.Resource.SelectMany(resource => new[]
        {
            "", ".json", ".csv", ".ndjson", ".parquet", ".arrow", ".xlsx", "/facets",
            $"/{Cases.Find(resource.Data).Example}", $"/{Cases.Find(resource.Data).Example}.csv", "?limit=1", "/no-such-record",
            "/citation", "/citation.bib", $"/{Cases.Find(resource.Data).Example}/citation.ris",
        }.Select(rest => $"/v1/{resource.Data}{rest}")),
        "/v1", "/v1/dataset", "/v1/dataset/versions", "/v1/codelists", "/v1/codelists/topic", "/v1/problems", "/v1/problems/not-found",
        "/health/live", "/health/ready",
        "/v1/dataset/versions.atom", "/v1/visits/xi-state-visit-to-russia-2023-03/evidence", "/v1/visits/citation.xml",
        "/v1/nothing", "/v1/visits?limit=0", "/v1/visits.xml", "/swagger/v1/swagger.json", "/swagger/index.html",
    ];

    [Theory, MemberData(nameof(Addresses))]
    public async Task HEAD_has_the_headers_of_GET(string address)
    {
        await api.Client.JsonAsync("/health/ready");
        using var get = await api.Client.RequestAsync(HttpMethod.Get, address);
        using var head = await api.Client.RequestAsync(HttpMethod.Head, address);
        Assert.Equal(get.StatusCode, head.StatusCode);
        // A streamed answer has no length. HEAD may have one.
        var hasLength = get.Content.Headers.NonValidated.Contains("Content-Length");
        Assert.Equal(Headers(get, hasLength), Headers(head, hasLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    private static IEnumerable<string> Headers(HttpResponseMessage response, bool length) => response.Headers.Concat(response.Content.Headers)
        .Where(header => !Passing.Contains(header.Key) && (length || header.Key != "Content-Length"))
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
        .Order(StringComparer.Ordinal);
}
