namespace Dataset;

/// <summary>The possible days of an unqualified EDTF date. Only characters that <see cref="EdtfParser"/> allows arrive here.</summary>
internal readonly record struct EdtfDays(DateOnly First, DateOnly Last)
{
    public static string? Parse(string text, int at, out EdtfDays days)
    {
        days = default;
        if (text.StartsWith('-'))
        {
            return $"'-' at character {at + 1} is not allowed: years 0001 to 9999 are supported.";
        }

        var parts = text.Split('-');
        return ParseYear(parts[0], at, ref days)
            ?? (parts.Length > 1 ? ParseMonth(parts[1], parts[0], at + 5, ref days) : null)
            ?? (parts.Length > 2 ? ParseDay(parts[2], parts[1], at + 8, ref days) : null)
            ?? (parts.Length > 3 ? $"'-' at character {at + 11} is not allowed: a date ends with its day." : null);
    }

    private static string? ParseYear(string year, int at, ref EdtfDays days)
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

        days = new EdtfDays(new DateOnly(earliest, 1, 1), new DateOnly(int.Parse(year.Replace('X', '9')), 12, 31));
        return null;
    }

    private static string? ParseMonth(string month, string year, int at, ref EdtfDays days)
    {
        if (year.EndsWith('X'))
        {
            return $"The month {Quote(month)} at character {at + 1} is not allowed after the year '{year}': "
                + "a year with an X has no month.";
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
        days = new EdtfDays(first, lastMonth.AddDays(DateTime.DaysInMonth(lastMonth.Year, lastMonth.Month) - 1));
        return null;
    }

    private static string? ParseDay(string day, string month, int at, ref EdtfDays days)
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
            return $"The day {Quote(day)} at character {at + 1} must be 01 to {days.Last.Day}, a day of its "
                + "month, or XX.";
        }

        var only = days.First.AddDays(number - 1);
        days = new EdtfDays(only, only);
        return null;
    }

    private static string Quote(string part) => part.Length == 0 ? "(missing)" : $"'{part}'";

    private static int? TwoDigits(string part) =>
        part.Length == 2 && int.TryParse(part, out var number) ? number : null;
}
