using System.Buffers;

namespace Dataset;

/// <summary>Parses intervals and qualifiers. A step returns null or an error text; positions count from 0, and from 1 in errors.</summary>
internal static class EdtfParser
{
    private const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789-/.X?~%[]");

    public static string? Parse(string? text, out FuzzyDate? date)
    {
        date = null;
        if (string.IsNullOrEmpty(text))
        {
            return "The date is empty. Give a date such as 2022, 2022-09, 2022-02-04 or 2022-10/2023.";
        }

        if (text.Length > MaxLength)
        {
            return $"The date has {text.Length} characters; at most {MaxLength} are allowed.";
        }

        var foreign = text.AsSpan().IndexOfAnyExcept(Allowed);
        if (foreign >= 0)
        {
            return Foreign(text[foreign], foreign);
        }

        if (text.AsSpan().IndexOfAny('[', ']') is var bracket and >= 0)
        {
            return text[0] == '[' && text[^1] == ']' && text.AsSpan(1, text.Length - 2).IndexOfAny('[', ']') < 0
                ? ParseMoment(text, out date)
                : $"'{text[bracket]}' at character {bracket + 1} is not allowed: a moment within a window is the whole date, such as "
                    + "[2023-05-22..2023-05-28] or [..2014].";
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
            'Y' => "years 0001 to 9999 are supported, written as four digits",
            'x' or 'u' => "an unspecified digit is written as a capital X",
            '{' or '}' or ',' => "write one date, one interval or one window such as [2023-05-22..2023-05-28], not a list of dates",
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

        return Span("interval", text, from, to, out interval);
    }

    // A set of EDTF's level 2 that holds one range: one of its days is meant.
    private static string? ParseMoment(string text, out FuzzyDate? moment)
    {
        moment = null;
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0 || text.Contains('/'))
        {
            return "A moment within a window has two dots between its ends, such as [2023-05-22..2023-05-28], [..2014] or [2022-02-24..].";
        }

        var (first, last) = (text[1..dots], text[(dots + 2)..^1]);
        FuzzyDate? to = null;
        var error = ParseEnd(first, 1, out var from) ?? ParseEnd(last, dots + 2, out to);
        if (error is not null)
        {
            return error;
        }

        if (from is null && to is null)
        {
            return "The window has no date; at least one end must be a date, such as [2022-02-24..] or [..2014].";
        }

        return Span("window", text, from, to, out moment);
    }

    private static string? Span(string what, string text, FuzzyDate? from, FuzzyDate? to, out FuzzyDate? span)
    {
        span = null;
        if (from?.Start > to?.End)
        {
            return $"The {what} begins on {from?.Start:yyyy-MM-dd} at the earliest and ends on {to?.End:yyyy-MM-dd} "
                + "at the latest; its first date must be able to precede its second.";
        }

        span = new FuzzyDate(
            text,
            from?.Start,
            to?.End,
            from is { IsApproximate: true } || to is { IsApproximate: true },
            from is { IsUncertain: true } || to is { IsUncertain: true });
        return null;
    }

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

        var error = EdtfDays.Parse(qualifier < 0 ? text : text[..qualifier], at, out var days);
        if (error is null)
        {
            date = new FuzzyDate(text, days.First, days.Last, text[^1] is '~' or '%', text[^1] is '?' or '%');
        }

        return error;
    }
}
