using Api.Http;
using Xunit;

namespace Tests.Api.Http;

/// <summary>A request has a bounded number of suggestions, and each compares a bounded number of names.</summary>
public sealed class NearestNamesTests
{
    private static readonly string[] Many =
        [.. Enumerable.Range(0, 20_000).Select(i => $"{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}-source-{i}")];

    [Fact]
    public void Only_the_first_unknown_names_get_a_suggestion()
    {
        var nearest = new NearestNames();
        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal("visits", nearest.Find("visit", ["visits", "statements"])));
        Assert.Null(nearest.Find("visit", ["visits", "statements"]));
    }

    [Fact]
    public void A_request_compares_a_bounded_number_of_names()
    {
        var nearest = new NearestNames();
        Assert.Equal(5, Enumerable.Range(0, 10).Count(_ => nearest.Find(Many[0] + "x", Many) is not null));
    }

    [Fact]
    public void Only_names_with_the_same_beginning_are_compared()
    {
        Assert.Equal(Many[0], new NearestNames().Find(Many[0] + "x", Many));
        Assert.Null(new NearestNames().Find("#" + Many[0], Many));
        Assert.Equal("a-source", new NearestNames().Find("-source", ["a-source", "b"]));
    }
}
