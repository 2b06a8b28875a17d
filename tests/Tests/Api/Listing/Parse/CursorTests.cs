using System.Buffers.Text;
using Api.Database;
using Api.Listing.Parse;
using Xunit;
using static Tests.Support.Parsing;

namespace Tests.Api.Listing.Parse;

/// <summary>A cursor continues its own query, and no other.</summary>
public sealed class CursorTests
{
    private static readonly ListQuery Question = ParseRequest("visits", "kind=visit&limit=5");
    private static readonly Cursor Place = new(2, ["2022-01-01", "a"]);

    [Theory]
    [InlineData("kind=visit&limit=5")]
    [InlineData("limit=9&kind=visit")]
    [InlineData("kind=visit")]
    public void Cursor_works_with_any_limit(string address)
    {
        var query = ParseRequest("visits", $"{address}&cursor={Place.Encode(Question)}");
        Assert.Equal((2, "2022-01-01,a"), (query.After!.Version, string.Join(',', query.After.Keys)));
        Assert.Equal(Question.Matching, query.Matching);
    }

    [Theory]
    [InlineData("visits", "kind=meeting")]
    [InlineData("visits", "")]
    [InlineData("visits", "kind=visit&sort=id")]
    [InlineData("exercises", "")]
    public void It_does_not_go_on_with_another(string view, string address) =>
        Assert.Equal("cursor:InvalidCursor", Errors(view, $"{address}&cursor={Place.Encode(Question)}"));

    [Fact]
    public void It_holds_what_is_unknown() => Assert.Equal([null, "b"], Cursor.Decode(new Cursor(1, [null, "b"]).Encode(Question), Question)!.Keys);

    [Fact]
    public void Cursor_is_of_one_version_and_not_of_another_with_its_number()
    {
        var version = new DatasetVersion(3, new('a', 64), default);
        var cursor = Cursor.Decode(Cursor.In(version, ["b"]).Encode(Question), Question)!;
        Assert.True(cursor.IsIn(version));
        Assert.False(cursor.IsIn(version with { ContentHash = new('b', 64) }));
        Assert.False(cursor.IsIn(version with { Version = 2 }));
    }

    [Fact]
    public void Cursor_has_one_key_per_column() =>
        Assert.Equal("cursor:InvalidCursor", Errors("visits", $"kind=visit&cursor={new Cursor(2, ["a"]).Encode(Question)}"));

    [Fact]
    public void Any_change_of_it_is_found_out()
    {
        var bytes = Base64Url.DecodeFromChars(Place.Encode(Question));
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            Assert.Null(Cursor.Decode(Base64Url.EncodeToString(changed), Question));
            Assert.Null(Cursor.Decode(Base64Url.EncodeToString(bytes.AsSpan(0, i)), Question));
        }
    }

    [Fact]
    public void Cursor_is_sealed_with_the_installation_key() =>
        Assert.Null(Cursor.Decode(Place.Encode(Question), Question with { CursorKey = new(new byte[] { 3, 2, 1 }) }));

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("a b")]
    public void Malformed_cursor_is_rejected(string text) => Assert.Null(Cursor.Decode(text, Question));
}
