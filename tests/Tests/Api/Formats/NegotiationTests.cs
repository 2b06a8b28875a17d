using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Formats;

/// <summary>The extension chooses the format, else Accept, else JSON.</summary>
public sealed class NegotiationTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("APPLICATION/JSON; charset=utf-8", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("text/csv", "text/csv")]
    [InlineData("text/*", "text/csv")]
    [InlineData("application/x-ndjson", "application/x-ndjson")]
    [InlineData("text/csv;q=0.5, application/json;q=0.4", "text/csv")]
    [InlineData("text/csv;q=0.5, application/json;q=0.9", "application/json")]
    [InlineData("text/csv;q=0.5, */*;q=0.1", "text/csv")]
    [InlineData("application/json;q=0, */*", "text/csv")]
    [InlineData("application/json;q=0, text/csv;q=0, */*;q=0.1", "application/x-ndjson")]
    [InlineData("*/*, application/x-ndjson;q=0.5", "application/json")]
    [InlineData("application/xml, application/json;q=0.1", "application/json")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", "application/json")]
    public async Task Accept_chooses_the_format(string? accept, string expected)
    {
        foreach (var address in new[] { "/v1/visits", $"/v1/visits/{(await api.Client.IdsAsync("visits"))[0]}" })
        {
            using var response = await api.Client.RequestAsync(address, accept is null ? [] : [("Accept", accept)]);
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal(expected, response.Content.Headers.ContentType!.MediaType);
            Assert.Equal("Accept, Accept-Encoding", response.Header("Vary"));
        }
    }

    [Theory]
    [InlineData("json", "application/json")]
    [InlineData("csv", "text/csv")]
    [InlineData("ndjson", "application/x-ndjson")]
    public async Task An_extension_wins_over_accept(string extension, string expected)
    {
        foreach (var accept in new[] { "application/json", "text/csv", "application/x-ndjson", "image/png", "*/*" })
        {
            foreach (var address in new[] { "/v1/visits", $"/v1/visits/{(await api.Client.IdsAsync("visits"))[0]}" })
            {
                using var response = await api.Client.RequestAsync($"{address}.{extension}", ("Accept", accept));
                Assert.Equal(200, (int)response.StatusCode);
                Assert.Equal(expected, response.Content.Headers.ContentType!.MediaType);
                Assert.Equal("Accept-Encoding", response.Header("Vary"));
            }
        }
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Accept_and_extension_give_the_same_format(string resource)
    {
        foreach (var (accept, extension) in new[] { ("text/csv", "csv"), ("application/x-ndjson", "ndjson") })
        {
            using var response = await api.Client.RequestAsync($"/v1/{resource}", ("Accept", accept));
            Assert.Equal(await api.Client.GetStringAsync($"/v1/{resource}.{extension}"), await response.Content.ReadAsStringAsync());
        }
    }
}
