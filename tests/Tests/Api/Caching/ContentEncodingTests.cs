using Api.Caching;
using Xunit;

namespace Tests.Api.Caching;

/// <summary>The encoding is the one that the client prefers (RFC 9110, 12.5.3).</summary>
public sealed class ContentEncodingTests
{
    [Theory]
    [InlineData(null, "identity")]
    [InlineData("", "identity")]
    [InlineData("gzip", "gzip")]
    [InlineData("GZIP", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip;q=1, br;q=0.5", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0", "identity")]
    [InlineData("*", "br")]
    [InlineData("*;q=0", "identity")]
    [InlineData("gzip;q=0.001", "gzip")]
    [InlineData("identity, gzip;q=0.5", "identity")]
    [InlineData("identity;q=0, *", "br")]
    [InlineData("identity;q=0", "identity")]
    [InlineData("zstd, deflate", "identity")]
    [InlineData("gzip;;;q", "identity")]
    public void The_best_is_chosen(string? accepted, string coding) => Assert.Equal(coding, ContentEncoding.Choose(accepted).Name);
}
