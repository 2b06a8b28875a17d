using System.Globalization;

namespace Api.Features.Page;

/// <summary>An EDTF date in words: "about 2021", "some time in September 2022".</summary>
public static class DateWords
{
    private static readonly string[] Seasons = ["spring", "summer", "autumn", "winter"];

    /// <summary>A period lasts all of its date: the trade of 2022 is of the whole year, not of some time in it.</summary>
    public static string Of(string date, bool isPeriod = false)
    {
        if (date[0] == '[')
            return Moment(date[1..^1]);
        var slash = date.IndexOf('/');
        if (slash < 0)
            return Single(date, isPeriod);
        var (from, to) = (date[..slash], date[(slash + 1)..]);
        return (from, to) switch
        {
            ("..", "..") or ("", "") => "at an unknown time",
            ("..", _) => $"until {Single(to, isPeriod: true)}",
            ("", _) => $"from an unknown beginning to {Single(to, isPeriod: true)}",
            (_, "..") => $"from {Single(from, isPeriod: true)} on",
            (_, "") => $"from {Single(from, isPeriod: true)} to an unknown end",
            _ => $"from {Single(from, isPeriod: true)} to {Single(to, isPeriod: true)}",
        };
    }

    /// <summary>One moment within a window.</summary>
    private static string Moment(string window)
    {
        var dots = window.IndexOf("..", StringComparison.Ordinal);
        var (from, to) = (window[..dots], window[(dots + 2)..]);
        return (from, to) switch
        {
            ("", _) => $"at some time up to {Single(to, isPeriod: true)}",
            (_, "") => $"at some time from {Single(from, isPeriod: true)} on",
            _ => $"at some time from {Single(from, isPeriod: true)} to {Single(to, isPeriod: true)}",
        };
    }

    /// <summary>Whether more than one day is possible, or the day is not certain.</summary>
    public static bool IsUncertain(string date) => date.Length != 10 || date.Contains('X');

    private static string Single(string date, bool isPeriod) => date[^1] switch
    {
        '~' => $"about {Bare(date[..^1])}",
        '?' => $"perhaps {Bare(date[..^1])}",
        '%' => $"perhaps about {Bare(date[..^1])}",
        _ => isPeriod || !IsUncertain(date) ? Bare(date) : date.EndsWith("-XX", StringComparison.Ordinal) ? Bare(date) : $"some time in {Bare(date)}",
    };

    private static string Bare(string date)
    {
        var parts = date.Split('-');
        var (year, month, day) = (parts[0], parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2));
        if (year.Contains('X'))
            return year.EndsWith("XX", StringComparison.Ordinal)
                ? $"the years {year[..2]}00 to {year[..2]}99" : $"the years {year[..3]}0 to {year[..3]}9";
        if (month is null)
            return year;
        if (month == "XX")
            return day is null ? $"some month of {year}" : $"some day of {year}";
        var number = int.Parse(month, CultureInfo.InvariantCulture);
        if (number > 12)
            return number == 24 ? $"winter {year}–{int.Parse(year, CultureInfo.InvariantCulture) + 1}" : $"{Seasons[number - 21]} {year}";
        var named = $"{CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(number)} {year}";
        return day is null ? named : day == "XX" ? $"some day of {named}" : $"{int.Parse(day, CultureInfo.InvariantCulture)} {named}";
    }
}
