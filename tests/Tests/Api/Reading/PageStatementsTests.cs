using Api.Listing.Parse;
using Api.Reading;
using Xunit;
using static Tests.Support.Parsing;

namespace Tests.Api.Reading;

/// <summary>The statement of a page is made once for its question; what differs from page to page are parameters.</summary>
public sealed class PageStatementsTests
{
    private readonly PageStatements _statements = new();

    [Theory]
    [InlineData("visits", "sort=-kind&kind=visit", "a,b", "r.kind = any($1) and r.kind = any(array[(select $2::text)]) and r.id > (select $3::text)", "[visit] a b")]
    [InlineData("visits", "sort=id&country__all=CHN,RUS", "a", "r.countries @> $1 and r.id > (select $2::text)", "[CHN|RUS] a")]
    [InlineData("visits", "sort=id&q=energy", "a", "r.search @@ websearch_to_tsquery('dataset_english', $1) and r.id > (select $2::text)", "energy a")]
    [InlineData("visits", "sort=id&date_from=2022&date_to=2023&date_match=certain", "a", "<@ daterange($1, $2, '[]') and r.id > (select $3::text)", "2022-01-01 2023-12-31 a")]
    [InlineData("changes", "sort=id&since=1&to=2", "a,exercises", "r.id = any(array[(select $1::text)]) and true", "a")]
    [InlineData("panel", "frequency=month", "CHN-RUS,2022-01-01", "date_trunc($1, ", "month CHN-RUS 2022-01-01")]
    // What is the same in all of a part is compared before it is asked.
    [InlineData("timeline", "", "2022-01-01,visits,a", "r.date_start = any(array[(select $1::date)]) and r.id > (select $2::text)", "2022-01-01 a")]
    public void Parameters_have_places(string view, string address, string keys, string part, string values)
    {
        var sql = _statements.Of(After(view, address, keys), 2);
        Assert.DoesNotMatch(@"@\w", sql.Text);
        Assert.Contains(part, string.Join(' ', sql.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.All(sql.Parameters.All, parameter => Assert.Equal("", parameter.Name));
        var placed = sql.Parameters.All.Select(parameter => Text(parameter.Value)).ToArray();
        Assert.Equal(values.Split(' ').Order(), placed.Order());
        for (var place = 1; place <= placed.Length; place++)
            Assert.Contains($"${place}", sql.Text);
    }

    [Fact]
    public void Another_place_of_a_question_has_the_same_statement()
    {
        var first = _statements.Of(After("visits", "sort=-date", "2022-01-01,a"), 2);
        Assert.Same(first.Text, _statements.Of(After("visits", "sort=-date", "2021-01-01,b"), 2).Text);
        Assert.Equal(1, _statements.Count);
    }

    [Theory]
    [InlineData("timeline", "sort=-date", "2022-01-01,visits,a", 1)] // Another version.
    [InlineData("timeline", "sort=-date&limit=7", "2022-01-01,visits,a", 2)]
    [InlineData("timeline", "sort=date", "2022-01-01,visits,a", 2)]
    [InlineData("timeline", "sort=-date&fields=id", "2022-01-01,visits,a", 2)]
    [InlineData("timeline", "sort=-date&topic=energy", "2022-01-01,visits,a", 2)]
    [InlineData("timeline", "sort=-date", "2022-01-01,sources,a", 2)] // Another part.
    [InlineData("timeline", "sort=-date", "?,visits,a", 2)] // Another stretch.
    [InlineData("timeline", "sort=-date", "", 2)] // The first page.
    [InlineData("visits", "sort=-date", "2022-01-01,a", 2)]
    public void Another_question_has_another_statement(string view, string address, string keys, int version)
    {
        var one = _statements.Of(After("timeline", "sort=-date", "2022-01-01,visits,a"), 2);
        var other = _statements.Of(After(view, address, keys), version);
        Assert.NotEqual(one.Text, other.Text);
        Assert.Equal(2, _statements.Count);
    }

    [Fact]
    public void A_page_behind_a_cursor_is_not_the_first()
    {
        var first = _statements.Of(After("visits", "sort=id", ""), 2);
        Assert.NotEqual(first.Text, _statements.Of(After("visits", "sort=id", "a"), 2).Text);
    }

    private static ListQuery After(string view, string address, string keys)
    {
        var query = ParseRequest(view, address);
        return keys.Length == 0 ? query : query with { After = new Cursor(2, [.. keys.Split(',').Select(key => key == "?" ? null : key)]) };
    }
}
