using System.Text.RegularExpressions;
using CsCheck;
using Dataset;
using Xunit;

namespace Tests.Dataset;

/// <summary>Properties of every date, checked against slower and simpler computations.</summary>
public partial class FuzzyDatePropertyTests
{
    private const int Many = 20_000;

    private static readonly Gen<string> PatternForm =
        Gen.OneOf("yyyy", "yyyy-MM", "yyyy-MM-dd", "201X", "20XX", "yyyy-XX", "yyyy-MM-XX", "yyyy-XX-XX");

    private static readonly Gen<string> Form = Gen.OneOf(PatternForm, Gen.Const("season"));

    private static readonly Gen<string> Qualifier = Gen.OneOf("", "", "", "?", "~", "%");

    private static readonly Gen<string> NoEnd = Gen.OneOf("", "..");

    private static readonly Gen<DateOnly> LongTime = Days("0100-01-01", "9899-12-31");

    private static readonly Gen<DateOnly> FewYears = Days("2019-01-01", "2025-12-31");

    private static readonly Gen<(DateOnly? From, DateOnly? To)> Window =
        Gen.Select(Gen.Nullable(FewYears), Gen.Nullable(FewYears));

    [Fact]
    public void Generated_dates_round_trip_with_their_days() =>
        Dates(LongTime).Sample(
            (text, first, last) =>
            {
                var date = FuzzyDate.Parse(text);

                Assert.Equal(text, date.ToString());
                Assert.Equal(date, FuzzyDate.Parse(text));
                Assert.False(date.Start > date.End);
                Assert.True(date.PossiblyWithin(first, first) && date.PossiblyWithin(last, last));
                Assert.Equal(text.IndexOfAny(['~', '%']) >= 0, date.IsApproximate);
                Assert.Equal(text.IndexOfAny(['?', '%']) >= 0, date.IsUncertain);
            },
            iter: Many);

    [Fact]
    public void Possible_days_match_the_text_by_digit() =>
        Gen.Select(LongTime, PatternForm, Qualifier, LongTime).Sample(
            (day, form, qualifier, elsewhere) =>
            {
                var pattern = Write(day, form);
                var date = FuzzyDate.Parse(pattern + qualifier);
                var (start, end) = (date.Start!.Value, date.End!.Value);

                Assert.All(
                    [start.AddDays(-1), start, day, end, end.AddDays(1), elsewhere],
                    d => Assert.Equal(Matches(pattern, d), date.PossiblyWithin(d, d)));
            },
            iter: Many);

    [Fact]
    public void Full_dates_follow_the_calendar() =>
        Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 99], Gen.Int[0, 99]).Sample(
            (year, month, day) =>
            {
                // Half of the days are near the end of February, where leap years differ.
                var text = day % 2 == 0 ? $"{year:0000}-02-{28 + (day % 3)}" : $"{year:0000}-{month % 14:00}-{day:00}";

                Assert.Equal(
                    DateOnly.TryParseExact(text, "yyyy-MM-dd", out _),
                    FuzzyDate.TryParse(text, out _, out _));
            },
            iter: Many);

    [Fact]
    public void Window_overlap_equals_counting_days()
    {
        // The range is wider than every generated bound, so it represents all time.
        var (dawn, doom) = (new DateOnly(1999, 1, 1), new DateOnly(2101, 1, 1));
        var time = Enumerable.Range(dawn.DayNumber, doom.DayNumber - dawn.DayNumber + 1).ToArray();

        Gen.Select(Dates(FewYears), Window).Sample(
            (generated, window) =>
            {
                var date = FuzzyDate.Parse(generated.Text);
                var days = Between(date.Start, date.End);
                var windowDays = Between(window.From, window.To).ToHashSet();

                Assert.Equal(days.Any(windowDays.Contains), date.PossiblyWithin(window.From, window.To));
                Assert.Equal(days.All(windowDays.Contains), date.CertainlyWithin(window.From, window.To));
            },
            iter: 200);

        int[] Between(DateOnly? from, DateOnly? to) =>
            [.. time.Where(d => d >= (from ?? dawn).DayNumber && d <= (to ?? doom).DayNumber)];
    }

    [Fact]
    public void Certainly_within_implies_possibly_within() =>
        Gen.Select(Dates(FewYears), Window).Sample(
            (generated, window) =>
            {
                var date = FuzzyDate.Parse(generated.Text);

                return !date.CertainlyWithin(window.From, window.To) || date.PossiblyWithin(window.From, window.To);
            },
            iter: Many);

    [Fact]
    public void Two_dates_overlap_each_other_or_neither_does() =>
        Gen.Select(Dates(FewYears), Dates(FewYears)).Sample(
            (one, other) =>
            {
                var (a, b) = (FuzzyDate.Parse(one.Text), FuzzyDate.Parse(other.Text));

                return a.PossiblyWithin(b.Start, b.End) == b.PossiblyWithin(a.Start, a.End);
            },
            iter: Many);

    [Fact]
    public void Parser_never_throws_and_follows_the_grammar() =>
        Gen.OneOf(Gen.String, Gen.String["0123456789-/.X?~%"], Misspelt).Sample(
            text =>
            {
                if (FuzzyDate.TryParse(text, out var date, out var error))
                {
                    Assert.Matches(Grammar, text);
                    Assert.Equal(text, date.ToString());
                    Assert.False(date.Start > date.End);
                }
                else
                {
                    Assert.NotEmpty(error);
                }
            },
            iter: 5 * Many);

    /// <summary>A well-formed date with one of its characters removed, doubled or changed.</summary>
    private static Gen<string> Misspelt =>
        Gen.Select(Dates(FewYears), Gen.Int[0, 30], Gen.Char["0123456789-/.X?~% T"], Gen.OneOf(0, 1, 2)).Select(
            (generated, position, other, change) =>
            {
                var (text, at) = (generated.Text, position % generated.Text.Length);
                return change switch
                {
                    0 => text.Remove(at, 1),
                    1 => text.Insert(at, text[at].ToString()),
                    _ => text.Remove(at, 1).Insert(at, other.ToString()),
                };
            });

    /// <summary>Dates of every form, with the first and last of the days from which each is written.</summary>
    private static Gen<(string Text, DateOnly First, DateOnly Last)> Dates(Gen<DateOnly> days)
    {
        var single = Gen.Select(days, Form, Qualifier, (day, form, q) => (Text: Write(day, form) + q, Day: day));
        return Gen.OneOf(
            single.Select(date => (date.Text, date.Day, date.Day)),
            Gen.Select(single, single, (a, b) => a.Day <= b.Day
                ? ($"{a.Text}/{b.Text}", a.Day, b.Day)
                : ($"{b.Text}/{a.Text}", b.Day, a.Day)),
            Gen.Select(single, NoEnd, (date, end) => ($"{date.Text}/{end}", date.Day, DateOnly.MaxValue)),
            Gen.Select(single, NoEnd, (date, end) => ($"{end}/{date.Text}", DateOnly.MinValue, date.Day)));
    }

    private static string Write(DateOnly day, string form) => form switch
    {
        "201X" => day.ToString("yyyy")[..3] + "X",
        "20XX" => day.ToString("yyyy")[..2] + "XX",
        // Winter belongs to the year of its December.
        "season" => day.Month < 3 ? $"{day.Year - 1:0000}-24" : $"{day.Year:0000}-{20 + (day.Month / 3)}",
        _ => day.ToString(form),
    };

    private static bool Matches(string pattern, DateOnly day) =>
        day.ToString("yyyy-MM-dd").Zip(pattern).All(pair => pair.Second == 'X' || pair.First == pair.Second);

    private static Gen<DateOnly> Days(string first, string last) =>
        Gen.DateOnly[DateOnly.ParseExact(first, "yyyy-MM-dd"), DateOnly.ParseExact(last, "yyyy-MM-dd")];

    private const string Date = "(([0-9]{4}(-(0[1-9]|1[0-2])(-([0-2][0-9]|3[01]|XX))?|-2[1-4]|-XX(-XX)?)?"
        + "|[0-9]{3}X|[0-9]{2}XX)[?~%]?)";

    /// <summary>The grammar as a regular expression, without the length of months and the order of an interval's ends.</summary>
    [GeneratedRegex($@"\A({Date}|({Date}|\.\.)?/{Date}|{Date}/({Date}|\.\.)?)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Grammar { get; }
}
