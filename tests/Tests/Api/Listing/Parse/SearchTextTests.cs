using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Listing.Parse;

/// <summary>Punctuation within a word does not change the results of a search for it.</summary>
public sealed class SearchTextTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Theory]
    [InlineData("no-limits", "no limits")]
    [InlineData("\"no-limits\"", "\"no limits\"")]
    [InlineData("Putin's", "Putin")]
    [InlineData("Xi’s", "Xi")]
    [InlineData("xi-jinping", "xi jinping")]
    [InlineData("relations -Putin's", "relations -Putin")]
    [InlineData("xi/jinping", "xi jinping")]
    [InlineData("<xi>&jinping.", "xi jinping")]
    [InlineData("“no limits”", "no limits")]
    public async Task Is_found_as_well_as(string written, string plain)
    {
        var found = await api.Client.IdsAsync("statements", $"q={Uri.EscapeDataString(plain)}");
        Assert.NotEmpty(found);
        Assert.Equal(found, await api.Client.IdsAsync("statements", $"q={Uri.EscapeDataString(written)}"));
    }
}
