using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Listing.Sql;

/// <summary>Characters with a meaning in SQL or in a list are plain text in a value.</summary>
public sealed class TextFilterTests(TextFilterTests.TitledVisits visits) : IClassFixture<TextFilterTests.TitledVisits>
{
    private static readonly string[] Titles =
    [
        "A 100% rise", "A 100 rise", "snake_case words", "snakeXcase words", @"back\slash words", "backslash words", @"ends in \",
        "one, two", "one", "it's quoted; -- so", "\"twice\" quoted", "ÄRGER über Öl", "ärger Über öl",
        "中国 and Россия", "tilde ~ [a-z] (b|c) ^$ .*", "plus + and & = ? #",
    ];

    public static TheoryData<string> Pieces =>
    [
        "%", "_", @"\", "0%", "e_c", @"k\s", @"n \", @"\%", @"\_", ",", "'", "\"", ";", "' or true --",
        "ärger", "ÜBER ÖL", "РОССИЯ", "中国", "[a-z]", ".*", "a", " ", "+", "&", "#",
    ];

    [Theory, MemberData(nameof(Pieces))]
    public async Task A_piece_of_text_is_taken_literally(string piece)
    {
        Assert.Equal(With(title => title.Contains(piece, StringComparison.OrdinalIgnoreCase)), await FoundAsync("title__contains", piece));
    }

    [Fact]
    public async Task Escaped_title_finds_itself()
    {
        foreach (var title in Titles)
        {
            Assert.Equal(With(title.Equals), await FoundAsync("title", Meaning.Listed(title)));
            Assert.Equal(With(other => other != title), await FoundAsync("title__not", Meaning.Listed(title)));
        }

        Assert.Equal(With(_ => true), await FoundAsync("title", Meaning.Listed(Titles)));
    }

    [Fact]
    public async Task Escaped_comma_belongs_to_the_value()
    {
        Assert.Equal(With(title => title == "one"), await FoundAsync("title", "one,two"));
        Assert.Equal(With(title => title == "one, two"), await FoundAsync("title", @"one\, two"));
        Assert.Equal(With(title => title is "one" or "one, two"), await FoundAsync("title", @"one\, two,one"));
    }

    private static string[] With(Func<string, bool> holds) =>
        [.. Titles.Select((title, i) => (title, id: $"title-{i:00}")).Where(visit => holds(visit.title)).Select(visit => visit.id)];

    private Task<string[]> FoundAsync(string parameter, string value) =>
        visits.Client.IdsAsync("visits", $"sort=id&{ApiRequests.Parameter(parameter, value)}");

    /// <summary>A dataset whose visits have these titles.</summary>
    public sealed class TitledVisits(PrivatePostgres postgres) : SeededApi(postgres, () => LoadedApi.Seeds.With<Visit>(visits =>
        Titles.Select((title, i) => visits[0] with { Id = $"title-{i:00}", Title = title })));
}
