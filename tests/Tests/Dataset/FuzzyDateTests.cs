using System.Text.Json;
using Dataset;
using Xunit;

namespace Tests.Dataset;

public class FuzzyDateTests
{
    [Theory]
    // A day, a month, a year.
    [InlineData("2022-02-04", "2022-02-04", "2022-02-04")]
    [InlineData("2022-09", "2022-09-01", "2022-09-30")]
    [InlineData("2023", "2023-01-01", "2023-12-31")]
    [InlineData("0001", "0001-01-01", "0001-12-31")]
    [InlineData("9999-12", "9999-12-01", "9999-12-31")]
    [InlineData("9999-12-31", "9999-12-31", "9999-12-31")]
    // Leap years: every fourth, not every hundredth, yet every four hundredth.
    [InlineData("2024-02", "2024-02-01", "2024-02-29")]
    [InlineData("2023-02", "2023-02-01", "2023-02-28")]
    [InlineData("1900-02-XX", "1900-02-01", "1900-02-28")]
    [InlineData("2000-02-29", "2000-02-29", "2000-02-29")]
    // Unspecified digits.
    [InlineData("201X", "2010-01-01", "2019-12-31")]
    [InlineData("20XX", "2000-01-01", "2099-12-31")]
    [InlineData("001X", "0010-01-01", "0019-12-31")]
    [InlineData("99XX", "9900-01-01", "9999-12-31")]
    [InlineData("2022-XX", "2022-01-01", "2022-12-31")]
    [InlineData("2022-02-XX", "2022-02-01", "2022-02-28")]
    [InlineData("2022-XX-XX", "2022-01-01", "2022-12-31")]
    // Seasons: winter runs into the next year.
    [InlineData("2021-21", "2021-03-01", "2021-05-31")]
    [InlineData("2021-22", "2021-06-01", "2021-08-31")]
    [InlineData("2021-23", "2021-09-01", "2021-11-30")]
    [InlineData("2021-24", "2021-12-01", "2022-02-28")]
    [InlineData("2023-24", "2023-12-01", "2024-02-29")]
    [InlineData("9999-23", "9999-09-01", "9999-11-30")]
    // Intervals.
    [InlineData("2023-05-22/2023-05-28", "2023-05-22", "2023-05-28")]
    [InlineData("2023-05-22/2023-05-22", "2023-05-22", "2023-05-22")]
    [InlineData("2022-10/2023", "2022-10-01", "2023-12-31")]
    [InlineData("2022-10/2022", "2022-10-01", "2022-12-31")]
    [InlineData("2022/2022-03", "2022-01-01", "2022-03-31")]
    [InlineData("201X/2022-XX", "2010-01-01", "2022-12-31")]
    [InlineData("2021-22/2021-24", "2021-06-01", "2022-02-28")]
    // Open and unknown ends.
    [InlineData("2022-02-24/..", "2022-02-24", null)]
    [InlineData("../2014", null, "2014-12-31")]
    [InlineData("2004-06/", "2004-06-01", null)]
    [InlineData("/2006", null, "2006-12-31")]
    [InlineData("[2023-05-22..2023-05-28]", "2023-05-22", "2023-05-28")]
    [InlineData("[2022-02-24..2023]", "2022-02-24", "2023-12-31")]
    [InlineData("[..2014]", null, "2014-12-31")]
    [InlineData("[2022-02-24..]", "2022-02-24", null)]
    public void Date_covers_first_to_last_possible_day(string text, string? start, string? end)
    {
        var date = FuzzyDate.Parse(text);

        Assert.Equal((Day(start), Day(end)), (date.Start, date.End));
        Assert.Equal(text, date.ToString());
        Assert.False(date.IsApproximate || date.IsUncertain);
    }

    [Theory]
    [InlineData("2021~", "2021", true, false)]
    [InlineData("2022-09?", "2022-09", false, true)]
    [InlineData("2022-02-04%", "2022-02-04", true, true)]
    [InlineData("201X~", "201X", true, false)]
    [InlineData("2022-XX-XX?", "2022-XX-XX", false, true)]
    [InlineData("2021-23%", "2021-23", true, true)]
    [InlineData("2021~/2023", "2021/2023", true, false)]
    [InlineData("2021/2023?", "2021/2023", false, true)]
    [InlineData("2021~/2023?", "2021/2023", true, true)]
    [InlineData("2021%/..", "2021/..", true, true)]
    [InlineData("/2021~", "/2021", true, false)]
    public void Qualifier_does_not_widen_the_days(
        string text, string plain, bool approximate, bool uncertain)
    {
        var date = FuzzyDate.Parse(text);
        var unqualified = FuzzyDate.Parse(plain);

        Assert.Equal((approximate, uncertain), (date.IsApproximate, date.IsUncertain));
        Assert.Equal((unqualified.Start, unqualified.End), (date.Start, date.End));
    }

    [Theory]
    // Empty or too long texts.
    [InlineData(null, "The date is empty")]
    [InlineData("", "The date is empty")]
    [InlineData("2022-02-04/2022-02-04/2022-02-04/2022-02-04/2022-02-04/2022-02-04", "65 characters; at most 64")]
    // Characters that no date has.
    [InlineData(" 2022", "U+0020 at character 1 is not allowed: a date is written with the digits 0 to 9")]
    [InlineData("2022\n", "U+000A at character 5")]
    [InlineData("２０２２", "U+FF12 at character 1")]
    [InlineData("٢٠٢٢", "U+0662 at character 1")]
    [InlineData("2022–09", "U+2013 at character 5")]
    [InlineData("September 2022", "'S' at character 1 is not allowed: a date is written with the digits 0 to 9")]
    [InlineData("1950S2", "'S' at character 5 is not allowed: a date is written with the digits 0 to 9")]
    [InlineData("2022/09,2023", "',' at character 8 is not allowed: write one date, one interval or one window")]
    [InlineData("{2022,2023}", "'{' at character 1 is not allowed: write one date, one interval or one window")]
    [InlineData("[2022,2023]", "',' at character 6 is not allowed: write one date, one interval or one window")]
    [InlineData("[2022]", "A moment within a window has two dots between its ends")]
    [InlineData("[2022/2023]", "A moment within a window has two dots between its ends")]
    [InlineData("[..]", "The window has no date")]
    [InlineData("[2022..2023", "'[' at character 1 is not allowed: a moment within a window is the whole date")]
    [InlineData("2022..2023]", "']' at character 11 is not allowed: a moment within a window is the whole date")]
    [InlineData("[2022..2023]/2024", "'[' at character 1 is not allowed: a moment within a window is the whole date")]
    [InlineData("[[2022..2023]]", "'[' at character 1 is not allowed: a moment within a window is the whole date")]
    [InlineData("[2022..2023..2024]", "'.' at character 12 is not allowed")]
    [InlineData("[2023..2022]", "The window begins on 2023-01-01 at the earliest and ends on 2022-12-31")]
    [InlineData("[2022..2023-13]", "The month '13' at character 13")]
    [InlineData("201x", "'x' at character 4 is not allowed: an unspecified digit is written as a capital X")]
    [InlineData("201u", "'u' at character 4 is not allowed: an unspecified digit is written as a capital X")]
    [InlineData("2022-02-04T10:00:00Z", "'T' at character 11 is not allowed: this is a date, not a time")]
    [InlineData("2022/2023-02-04T10:00", "'T' at character 16 is not allowed: this is a date, not a time")]
    // Years beyond those of DateOnly, and misspelt ones.
    [InlineData("Y12022", "'Y' at character 1 is not allowed: years 0001 to 9999 are supported")]
    [InlineData("-0044", "'-' at character 1 is not allowed: years 0001 to 9999 are supported")]
    [InlineData("../-0044", "'-' at character 4 is not allowed: years 0001 to 9999 are supported")]
    [InlineData("12022", "The year '12022' at character 1 must be four digits, 0001 to 9999")]
    [InlineData("20220204", "The year '20220204' at character 1 must be four digits")]
    [InlineData("22", "The year '22' at character 1 must be four digits")]
    [InlineData("2022/23", "The year '23' at character 6 must be four digits")]
    [InlineData("0000", "The year '0000' at character 1 is or may be 0000; years 0001 to 9999 are supported")]
    [InlineData("000X", "The year '000X' at character 1 is or may be 0000")]
    [InlineData("2XXX", "The year '2XXX' at character 1 must be four digits, 0001 to 9999, of which the last")]
    [InlineData("2X22", "The year '2X22' at character 1")]
    [InlineData("~", "The year (missing) at character 1")]
    // Months.
    [InlineData("2022-2-4", "The month '2' at character 6 must be 01 to 12, XX, or a season")]
    [InlineData("2022-13", "The month '13' at character 6 must be 01 to 12, XX, or a season")]
    [InlineData("2022-00", "The month '00' at character 6")]
    [InlineData("2022-25", "The month '25' at character 6")]
    [InlineData("2022-1X", "The month '1X' at character 6")]
    [InlineData("2022-", "The month (missing) at character 6")]
    [InlineData("2022--04", "The month (missing) at character 6")]
    [InlineData("2023/2022-20", "The month '20' at character 11")]
    [InlineData("156X-12", "The month '12' at character 6 is not allowed after the year '156X'")]
    [InlineData("156X-XX", "The month 'XX' at character 6 is not allowed after the year '156X'")]
    [InlineData("9999-24", "The winter '24' at character 6 ends in year 10000")]
    // Days.
    [InlineData("2022-02-30", "The day '30' at character 9 must be 01 to 28, a day of its month, or XX")]
    [InlineData("2023-02-29", "The day '29' at character 9 must be 01 to 28")]
    [InlineData("1900-02-29", "The day '29' at character 9 must be 01 to 28")]
    [InlineData("2024-02-30", "The day '30' at character 9 must be 01 to 29")]
    [InlineData("2022-02-00", "The day '00' at character 9")]
    [InlineData("2022-02-0X", "The day '0X' at character 9")]
    [InlineData("2022-09-", "The day (missing) at character 9 must be 01 to 30")]
    [InlineData("2022-XX-05", "The day '05' at character 9 must be XX, as the month is")]
    [InlineData("2021-21-05", "The day '05' at character 9 is not allowed after the season '21'")]
    [InlineData("2021-21-XX", "The day 'XX' at character 9 is not allowed after the season '21'")]
    [InlineData("2022-02-04-05", "'-' at character 11 is not allowed: a date ends with its day")]
    // Qualifiers.
    [InlineData("2022?-09", "The qualifier '?' at character 5 must be the last character of a date")]
    [InlineData("?2022", "The qualifier '?' at character 1 must be the last character of a date")]
    [InlineData("2022?~", "The qualifier '?' at character 5 must be the last character of a date")]
    [InlineData("2022/2023~-05", "The qualifier '~' at character 10 must be the last character of a date")]
    // Intervals.
    [InlineData("2023/2022", "begins on 2023-01-01 at the earliest and ends on 2022-12-31 at the latest")]
    [InlineData("2022-02-05/2022-02-04", "its first date must be able to precede its second")]
    [InlineData("2022-21/2022-02", "its first date must be able to precede its second")]
    [InlineData("../..", "The interval has no date")]
    [InlineData("/", "The interval has no date")]
    [InlineData("../", "The interval has no date")]
    [InlineData("2021/2022/2023", "The second '/' at character 10 is not allowed")]
    [InlineData("..", "'.' at character 1 is not allowed: '..' must be the whole of one end of an interval")]
    [InlineData("2022..2023", "'.' at character 5 is not allowed")]
    [InlineData("..2022", "'.' at character 1 is not allowed")]
    [InlineData("2022/...", "'.' at character 6 is not allowed")]
    [InlineData("2022/..~", "'.' at character 6 is not allowed")]
    public void Malformed_date_is_refused_with_reason(string? text, string reason)
    {
        Assert.False(FuzzyDate.TryParse(text, out var date, out var error));
        Assert.Null(date);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.EndsWith(".", error, StringComparison.Ordinal);
        Assert.Equal(error, Assert.Throws<FormatException>(() => FuzzyDate.Parse(text!)).Message);
    }

    [Theory]
    // A month against windows around it.
    [InlineData("2022-09", null, null, true, true)]
    [InlineData("2022-09", "2022-09-01", "2022-09-30", true, true)]
    [InlineData("2022-09", "2022-09-02", null, true, false)]
    [InlineData("2022-09", null, "2022-09-29", true, false)]
    [InlineData("2022-09", "2022-09-30", null, true, false)]
    [InlineData("2022-09", "2022-10-01", null, false, false)]
    [InlineData("2022-09", null, "2022-08-31", false, false)]
    // A date with an open or unknown end is certainly in a window only if the window is open too.
    [InlineData("2022-02-24/..", "2022-02-24", null, true, true)]
    [InlineData("2022-02-24/..", "2022-02-24", "9999-12-31", true, false)]
    [InlineData("2022-02-24/..", "2030-01-01", "2030-12-31", true, false)]
    [InlineData("2022-02-24/..", null, "2022-02-23", false, false)]
    [InlineData("2004-06/", "2004-01-01", null, true, true)]
    [InlineData("2004-06/", "2004-01-01", "2030-12-31", true, false)]
    [InlineData("../2014", null, "2014-12-31", true, true)]
    [InlineData("../2014", "0001-01-01", "2014-12-31", true, false)]
    [InlineData("/2006", "2007-01-01", null, false, false)]
    // A window without a day contains no date.
    [InlineData("2022", "2022-06-10", "2022-06-01", false, false)]
    public void A_window_holds_a_date_possibly_or_certainly(
        string text, string? from, string? to, bool possibly, bool certainly)
    {
        var date = FuzzyDate.Parse(text);

        Assert.Equal(possibly, date.PossiblyWithin(Day(from), Day(to)));
        Assert.Equal(certainly, date.CertainlyWithin(Day(from), Day(to)));
    }

    [Fact]
    public void Dates_are_equal_when_their_texts_are()
    {
        Assert.Equal(FuzzyDate.Parse("2022~"), FuzzyDate.Parse("2022~"));
        Assert.Equal(FuzzyDate.Parse("2022~").GetHashCode(), FuzzyDate.Parse("2022~").GetHashCode());
        Assert.NotEqual(FuzzyDate.Parse("2022"), FuzzyDate.Parse("2022-XX"));
        Assert.NotEqual(FuzzyDate.Parse("2004-06/"), FuzzyDate.Parse("2004-06/.."));
    }

    private sealed record Visit(FuzzyDate? Date);

    [Theory]
    [InlineData("""{"Date":"2022-10/2023"}""")]
    [InlineData("""{"Date":null}""")]
    public void Json_date_is_text_or_null(string json) =>
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Visit>(json)));

    [Theory]
    [InlineData("""{"Date":"2022-13"}""", "The month '13' at character 6")]
    [InlineData("""{"Date":""}""", "The date is empty")]
    [InlineData("""{"Date":2022}""", "not Number")]
    [InlineData("""{"Date":["2022"]}""", "not StartArray")]
    [InlineData("""{"Date":"\ud800"}""", "")]
    public void Malformed_JSON_date_is_refused_with_path(string json, string reason)
    {
        var refusal = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Visit>(json));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("$.Date", refusal.Path);
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd");
}
