using Dataset;
using Xunit;

namespace Tests.Dataset;

public sealed class NamesTests
{
    [Theory]
    [InlineData("SourceCount", "source_count")]
    [InlineData("Sha256", "sha256")]
    [InlineData("Id", "id")]
    [InlineData("ToCountry", "to_country")]
    public void A_property_has_one_name_everywhere(string property, string name) => Assert.Equal(name, Names.Snake(property));

    [Theory]
    [InlineData("valu", "value")]
    [InlineData("VALUE", "value")]
    [InlineData("titel", "title")]
    [InlineData("date_form", "date_from")]
    [InlineData("avlue", "value")]
    [InlineData("vaule", "value")]
    [InlineData("tiitle", "title")]
    [InlineData("leti", null)]
    [InlineData("val", "value")]
    [InlineData("va", null)]
    [InlineData("", null)]
    [InlineData("x", null)]
    [InlineData("colour_of_the_sky", null)]
    public void Only_near_names_are_suggested(string name, string? nearest) =>
        Assert.Equal(nearest, Names.Nearest(name, ["value", "title", "date_from", "date_to"]));

    [Theory]
    [InlineData("abcd", "bacd,acbd,abdc,abdx")]
    [InlineData("abcdef", "badcef")]
    [InlineData("abcdef", "badcfx,abxxxf", false)]
    public void Neighbours_that_change_places_are_one_slip(string name, string others, bool near = true) =>
        Assert.All(others.Split(','), other => Assert.Equal(near ? other : null, Names.Nearest(name, [other])));

    [Fact]
    public void Nearest_names_come_first_up_to_limit() =>
        Assert.Equal(["energy", "enery"], Names.NearestAmong("energi", ["enery", "energy", "allergy", "energetic"], 2));

    [Fact]
    public void Nothing_is_nearest_among_no_names() => Assert.Null(Names.Nearest("value", []));

    [Fact]
    public void Hostile_name_matches_nothing() =>
        Assert.Null(Names.Nearest(new string('x', 1_000_000), Enumerable.Repeat(new string('y', 100_000), 100)));

    [Theory]
    [InlineData("a", true)]
    [InlineData("bilateral-trade-2022", true)]
    [InlineData("2022", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("a--b", false)]
    [InlineData("A", false)]
    [InlineData("a_b", false)]
    [InlineData("a\n", false)]
    [InlineData("é", false)]
    [InlineData("٣", false)]
    public void Slug_has_only_plain_letters_and_digits(string text, bool isSlug) => Assert.Equal(isSlug, Slug.Is(text));

    [Fact]
    public void A_slug_has_an_end()
    {
        Assert.True(Slug.Is(new string('a', Slug.Longest)));
        Assert.False(Slug.Is(new string('a', Slug.Longest + 1)));
    }
}
