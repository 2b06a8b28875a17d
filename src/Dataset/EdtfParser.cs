using System.Buffers;

namespace Dataset;

/// <summary>
/// The grammar of <see cref="FuzzyDate"/>. Each step returns null, or the sentence that says what is wrong. Positions
/// are counted from 0 here, and from 1 in what is told.
/// </summary>
internal static class EdtfParser
{
    /// <summary>Ample (no date takes more than 23), so that only hostile or mistaken text is longer.</summary>
    private const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789-/.X?~%");

    public static string? Parse(string? text, out FuzzyDate? date)
    {
        date = null;
        if (string.IsNullOrEmpty(text))
        {
            return "The date is empty; it must be one such as 2022, 2022-09, 2022-02-04 or 2022-10/2023.";
        }

        if (text.Length > MaxLength)
        {
            return $"The date has {text.Length} characters; at most {MaxLength} are allowed.";
        }

        // What passes here is plain ASCII: a part of it may be quoted in an error, and a digit is 0 to 9.
        var foreign = text.AsSpan().IndexOfAnyExcept(Allowed);
        if (foreign >= 0)
        {
            return Foreign(text[foreign], foreign);
        }

        var slash = text.IndexOf('/');
        return slash < 0 ? ParseDate(text, 0, out date) : ParseInterval(text, slash, out date);
    }

    private static string Foreign(char character, int at)
    {
        var name = character is > ' ' and <= '~' ? $"'{character}'" : $"U+{(int)character:X4}";
        var allowed = character switch
        {
            'T' or 't' or ':' => "this is a date, not a time; write the date alone, such as 2022-02-04",
            'Y' or 'y' or 'E' or 'S' => "years 0001 to 9999 are supported, written as four digits",
            'x' or 'U' or 'u' => "an unspecified digit is written as a capital X",
            '[' or ']' or '{' or '}' or ',' => "write one date or one interval, not a set of dates (EDTF level 2)",
            _ => "a date is written with the digits 0 to 9, '-', 'X', '/', '..' and the qualifiers '?', '~' and '%'",
        };
        return $"{name} at character {at + 1} is not allowed: {allowed}.";
    }

    private static string? ParseInterval(string text, int slash, out FuzzyDate? interval)
    {
        interval = null;
        var second = text.IndexOf('/', slash + 1);
        if (second >= 0)
        {
            return $"The second '/' at character {second + 1} is not allowed: an interval has two ends.";
        }

        FuzzyDate? to = null;
        var error = ParseEnd(text[..slash], 0, out var from) ?? ParseEnd(text[(slash + 1)..], slash + 1, out to);
        if (error is not null)
        {
            return error;
        }

        if (from is null && to is null)
        {
            return "The interval has no date; at least one end must be a date, such as 2022-02-24/.. or ../2014.";
        }

        if (from?.Start > to?.End)
        {
            return $"The interval begins on {from?.Start:yyyy-MM-dd} at the earliest and ends on {to?.End:yyyy-MM-dd} "
                + "at the latest; its first date must be able to precede its second.";
        }

        interval = new FuzzyDate(
            text,
            from?.Start,
            to?.End,
            from is { IsApproximate: true } || to is { IsApproximate: true },
            from is { IsUncertain: true } || to is { IsUncertain: true });
        return null;
    }

    /// <summary>An end of an interval: a date, or null when it is open or unknown.</summary>
    private static string? ParseEnd(string text, int at, out FuzzyDate? date)
    {
        date = null;
        return text is "" or ".." ? null : ParseDate(text, at, out date);
    }

    private static string? ParseDate(string text, int at, out FuzzyDate? date)
    {
        date = null;
        var dot = text.IndexOf('.');
        if (dot >= 0)
        {
            return $"'.' at character {at + dot + 1} is not allowed: '..' must be the whole of one end of an "
                + "interval, such as 2022-02-24/.. or ../2014.";
        }

        var qualifier = text.AsSpan().IndexOfAny("?~%");
        if (qualifier >= 0 && qualifier < text.Length - 1)
        {
            return $"The qualifier '{text[qualifier]}' at character {at + qualifier + 1} must be the last character "
                + "of a date, such as 2022-09?; '%' means both '?' and '~'.";
        }

        var error = ParseDays(qualifier < 0 ? text : text[..qualifier], at, out var days);
        if (error is null)
        {
            date = new FuzzyDate(text, days.First, days.Last, text[^1] is '~' or '%', text[^1] is '?' or '%');
        }

        return error;
    }

    /// <summary>The days that a year leaves possible, narrowed by a month and then by a day.</summary>
    private readonly record struct Days(DateOnly First, DateOnly Last);

    private static string? ParseDays(string text, int at, out Days days)
    {
        days = default;
        if (text.StartsWith('-'))
        {
            return $"'-' at character {at + 1} is not allowed: years 0001 to 9999 are supported, none before.";
        }

        // What follows a well-formed part starts at a known place.
        var parts = text.Split('-');
        return ParseYear(parts[0], at, ref days)
            ?? (parts.Length > 1 ? ParseMonth(parts[1], parts[0], at + 5, ref days) : null)
            ?? (parts.Length > 2 ? ParseDay(parts[2], parts[1], at + 8, ref days) : null)
            ?? (parts.Length > 3 ? $"'-' at character {at + 11} is not allowed: a date ends with its day." : null);
    }

    private static string? ParseYear(string year, int at, ref Days days)
    {
        var digits = year.TrimEnd('X');
        if (year.Length != 4 || digits.Length < 2 || digits.Contains('X'))
        {
            return $"The year {Quote(year)} at character {at + 1} must be four digits, 0001 to 9999, of which the last "
                + "one or two may be X (201X, 20XX); a hyphen separates it from a month.";
        }

        var earliest = int.Parse(year.Replace('X', '0'));
        if (earliest == 0)
        {
            return $"The year '{year}' at character {at + 1} is or may be 0000; years 0001 to 9999 are supported.";
        }

        days = new Days(new DateOnly(earliest, 1, 1), new DateOnly(int.Parse(year.Replace('X', '9')), 12, 31));
        return null;
    }

    private static string? ParseMonth(string month, string year, int at, ref Days days)
    {
        if (year.EndsWith('X'))
        {
            return $"The month {Quote(month)} at character {at + 1} is not allowed after the year '{year}': "
                + "a year with an X must stand alone.";
        }

        if (month == "XX")
        {
            return null;
        }

        if (month == "24" && days.First.Year == DateOnly.MaxValue.Year)
        {
            return $"The winter '24' at character {at + 1} ends in year 10000; years 0001 to 9999 are supported.";
        }

        var (number, length) = TwoDigits(month) switch
        {
            >= 1 and <= 12 and var calendarMonth => (calendarMonth, 1),
            >= 21 and <= 24 and var season => ((season - 20) * 3, 3),
            _ => (0, 0),
        };
        if (number == 0)
        {
            return $"The month {Quote(month)} at character {at + 1} must be 01 to 12, XX, or a season from 21 (spring) "
                + "to 24 (winter).";
        }

        var first = new DateOnly(days.First.Year, number, 1);
        var lastMonth = first.AddMonths(length - 1);
        days = new Days(first, lastMonth.AddDays(DateTime.DaysInMonth(lastMonth.Year, lastMonth.Month) - 1));
        return null;
    }

    private static string? ParseDay(string day, string month, int at, ref Days days)
    {
        if (TwoDigits(month) > 12)
        {
            return $"The day {Quote(day)} at character {at + 1} is not allowed after the season '{month}'.";
        }

        if (day == "XX")
        {
            return null;
        }

        if (month == "XX")
        {
            return $"The day {Quote(day)} at character {at + 1} must be XX, as the month is.";
        }

        if (TwoDigits(day) is not { } number || number < 1 || number > days.Last.Day)
        {
            return $"The day {Quote(day)} at character {at + 1} must be 01 to {days.Last.Day}, as its month has, or XX.";
        }

        var only = days.First.AddDays(number - 1);
        days = new Days(only, only);
        return null;
    }

    private static string Quote(string part) => part.Length == 0 ? "(missing)" : $"'{part}'";

    private static int? TwoDigits(string part) =>
        part.Length == 2 && int.TryParse(part, out var number) ? number : null;
}
