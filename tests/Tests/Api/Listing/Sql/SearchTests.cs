using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Dataset;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Listing.Sql;

/// <summary>Full-text search: the records that a query finds, and their order.</summary>
public sealed partial class SearchTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Theory]
    [InlineData("visits", "visit", "visits", "visited", "VISITING")]
    [InlineData("exercises", "exercise", "exercises", "exercising", "Exercised")]
    [InlineData("trade-figures", "export", "exports", "exported", "exporting")]
    [InlineData("statements", "limit", "limits", "limited", "LIMIT")]
    public async Task A_word_is_found_in_any_inflection(string resource, params string[] inflections)
    {
        var expected = await SearchAsync(resource, inflections[0]);
        Assert.NotEmpty(expected);
        foreach (var inflection in inflections)
            Assert.Equal(expected, await SearchAsync(resource, inflection));
    }

    [Fact]
    public async Task Phrase_words_must_be_adjacent()
    {
        var rows = await api.Client.RowsAsync("statements");
        var phrases = rows
            .Select(row => (Id: ApiRequests.Id(row), Words: ThreeWords().Match(row.GetProperty("quote").GetString()!)))
            .Where(phrase => phrase.Words.Success).Take(20).ToArray();
        Assert.NotEmpty(phrases);
        foreach (var (id, words) in phrases)
        {
            var found = await SearchAsync("statements", $"\"{words.Value}\"");
            Assert.Contains(id, found);
            Assert.Subset((await SearchAsync("statements", words.Value)).ToHashSet(), found.ToHashSet());
        }

        Assert.Empty(await SearchAsync("statements", "\"limits no partnership\""));
        Assert.NotEmpty(await SearchAsync("statements", "\"no limits\""));
    }

    [Theory]
    [InlineData("visits", "moscow", "putin")]
    [InlineData("statements", "china", "nato")]
    [InlineData("trade-figures", "trade", "oil")]
    public async Task A_minus_excludes_and_or_joins(string resource, string one, string other)
    {
        var first = await SearchAsync(resource, one);
        var second = await SearchAsync(resource, other);
        Assert.NotEmpty(first);
        Assert.Equal(first.Intersect(second), await SearchAsync(resource, $"{one} {other}"));
        Assert.Equal(first.Except(second), await SearchAsync(resource, $"{one} -{other}"));
        Assert.Equal(first.Union(second).Order(StringComparer.Ordinal), await SearchAsync(resource, $"{one} or {other}"));
    }

    [Theory, InlineData("no"), InlineData("the"), InlineData("not"), InlineData("we")]
    public async Task Words_that_other_searches_drop_are_found(string word)
    {
        var expected = ApiRequests.Ids((await api.Client.RowsAsync("statements")).Where(row => Words(row).Contains(word)));
        Assert.NotEmpty(expected);
        Assert.Subset((await SearchAsync("statements", word)).ToHashSet(), expected.ToHashSet());
    }

    [Theory, MemberData(nameof(Cases.Relation), MemberType = typeof(Cases))]
    public async Task Search_finds_every_spelling_of_people(string resource)
    {
        var rows = await api.Client.RowsAsync(resource);
        foreach (var person in LoadedApi.Seeds.Of<Person>())
        {
            var expected = ApiRequests.Ids(rows.Where(row => Meaning.Texts(row.GetProperty("people")).Contains(person.Id)));
            foreach (var spelling in person.Aliases.Append(person.Name))
                Assert.Subset((await SearchAsync(resource, spelling)).ToHashSet(), expected.ToHashSet());
        }
    }

    [Fact]
    public async Task Sergei_Lavrov_is_Sergey_Lavrov()
    {
        Assert.NotEmpty(await SearchAsync("statements", "Sergei Lavrov"));
        Assert.Equal(await SearchAsync("statements", "Sergey Lavrov"), await SearchAsync("statements", "Sergei Lavrov"));
        Assert.Equal(["sergey-lavrov"], await SearchAsync("people", "Sergei Lavrov"));
    }

    [Theory, MemberData(nameof(Cases.Relation), MemberType = typeof(Cases))]
    public async Task Search_finds_names_of_countries(string resource)
    {
        var rows = await api.Client.RowsAsync(resource);
        foreach (var country in LoadedApi.Seeds.Of<Country>())
        {
            var expected = ApiRequests.Ids(rows.Where(row => Meaning.Texts(row.GetProperty("countries")).Contains(country.Id)));
            Assert.Subset((await SearchAsync(resource, country.Name)).ToHashSet(), expected.ToHashSet());
        }
    }

    [Theory]
    [InlineData("statements", "partnership no limits")]
    [InlineData("visits", "putin beijing")]
    [InlineData("trade-figures", "trade or energy")]
    public async Task The_best_match_comes_first(string resource, string search)
    {
        await using var database = new NpgsqlConnection(api.Database.ReaderConnection);
        var expected = await database.QueryAsync<string>($"""
            select id from {resource.Replace('-', '_')}, websearch_to_tsquery('dataset_english', @search) words
            where until is null and search @@ words
            order by ts_rank(search, words) desc, id
            """, new { search });
        Assert.NotEmpty(expected);
        var page = await api.Client.JsonAsync($"/v1/{resource}?limit=1000&{ApiRequests.Parameter("q", search)}");
        Assert.Equal(expected, ApiRequests.Ids(page.GetProperty("data").EnumerateArray()));
        Assert.Equal("-rank,id", page.GetProperty("meta").GetProperty("sort").GetString());
    }

    [Fact]
    public async Task Searches_sort_and_filter_like_lists()
    {
        var all = await SearchAsync("visits", "putin");
        var visits = ApiRequests.Ids((await api.Client.RowsAsync("visits")).Where(row => row.GetProperty("kind").GetString() == "meeting"));
        Assert.Equal(all.Intersect(visits), await api.Client.IdsAsync("visits", "sort=id&q=putin&kind=meeting"));
    }

    [Theory]
    [InlineData("!"), InlineData("\"\""), InlineData("-"), InlineData("& | ! ( ) :*"), InlineData("…"), InlineData("   ")]
    [InlineData("\U0001F600")]
    public async Task A_search_for_punctuation_only_is_refused(string search) =>
        await api.Client.ErrorAsync($"/v1/visits?{ApiRequests.Parameter("q", search)}", "q", "invalid_value");

    [Theory]
    [InlineData("putin & ( ! :* | <->")]
    [InlineData("\"unclosed phrase")]
    [InlineData("a:b 'c' \\ d")]
    [InlineData("-putin")]
    [InlineData("or")]
    [InlineData("www.example.org/path user@example.org 1e5 -1.5")]
    [InlineData("Владимир 习近平")]
    public async Task Anything_with_a_letter_can_be_searched_for(string search)
    {
        var page = await api.Client.JsonAsync($"/v1/visits?limit=1&{ApiRequests.Parameter("q", search)}");
        Assert.Equal((await SearchAsync("visits", search)).Length, page.GetProperty("page").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Parameter_syntax_within_a_search_is_text()
    {
        foreach (var question in new[] { "q=russia&topic=energy", "q=russia%26topic%3Denergy" })
        {
            var page = await api.Client.JsonAsync($"/v1/statements?limit=1000&{question}");
            Assert.Equal(page.GetProperty("data").GetArrayLength(), page.GetProperty("page").GetProperty("total").GetInt32());
        }
    }

    [Fact]
    public async Task A_search_may_be_long_but_not_endless()
    {
        await SearchAsync("visits", new string('a', 500));
        await api.Client.ErrorAsync($"/v1/visits?q={new string('a', 501)}", "q", "out_of_range");
    }

    private Task<string[]> SearchAsync(string resource, string search) =>
        api.Client.IdsAsync(resource, $"sort=id&{ApiRequests.Parameter("q", search)}");

    private static string[] Words(JsonElement statement) =>
        [.. PlainWord().Matches(statement.GetProperty("quote").GetString()!).Select(word => word.Value.ToLowerInvariant())];

    [GeneratedRegex(@"(?<![\w-])[a-z]{2,} [a-z]{3,} [a-z]{2,}(?= |$)")]
    private static partial Regex ThreeWords();

    [GeneratedRegex(@"(?<![\w'’-])[A-Za-z]+(?![\w'’-])")]
    private static partial Regex PlainWord();
}
