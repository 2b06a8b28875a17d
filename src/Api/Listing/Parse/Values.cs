using System.Globalization;
using System.Text;
using Api.Http;
using Api.Listing.Declare;
using Dataset;

namespace Api.Listing.Parse;

/// <summary>Reads the values of parameters, strictly: what is not clearly right is an error that says what would be.</summary>
internal static class Values
{
    /// <summary>The most values that one parameter may list.</summary>
    public const int MostListed = 100;

    /// <summary>A decimal holds so many digits exactly.</summary>
    private const int MostDigits = 28;

    /// <summary>Splits at commas. A comma or backslash that belongs to a value is written with a backslash before it.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var values = new List<string>();
        var value = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is ',' or '\\')
                value.Append(text[++i]);
            else if (text[i] == ',')
                Next();
            else
                value.Append(text[i]);
        }

        Next();
        return values;

        void Next()
        {
            values.Add(value.ToString());
            value.Clear();
        }
    }

    /// <summary>The value as the database compares it, or null and the error.</summary>
    public static object? Read(string parameter, Field field, string text, ReferenceCheck references, NearestNames nearest, out ParameterError? error)
    {
        error = null;
        object? value = field.Kind switch
        {
            FieldKind.WholeNumber => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && IsPlain(text) ? number : null,
            FieldKind.ExactNumber => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && IsPlain(text) && text.Length <= MostDigits ? number : null,
            FieldKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
            FieldKind.FuzzyDate => FuzzyDate.TryParse(text, out var date, out _) ? date.ToString() : null,
            _ => text,
        };
        if (value is null)
            error = new ParameterError(parameter, ErrorCode.InvalidValue, $"'{text}' is no {Expected(field.Kind)}.");
        else if (field.Codes is { } codes && codes.Find(text) is null)
            error = ParameterError.NotAmong(parameter, ErrorCode.UnknownCode, text, codes.Codes.Select(code => code.Name), $"in the code list {codes.Name}", nearest);
        else if (field.Refers != Reference.None)
            error = references.Id(parameter, field.Refers, text);
        return error is null ? value : null;
    }

    /// <summary>A pattern for LIKE in which the text's own wildcards are literal.</summary>
    public static string LikeLiteral(string text) => text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_");

    /// <summary>What a value of that kind looks like.</summary>
    public static string Expected(FieldKind kind) => kind switch
    {
        FieldKind.WholeNumber => "whole number, such as 3",
        FieldKind.ExactNumber => "decimal number, such as 2.5",
        FieldKind.Date => "day, such as 2022-02-04",
        FieldKind.FuzzyDate => "EDTF date, such as 2022-02-04, 2022-09, 2023 or 2023-05-22/2023-05-28",
        _ => "text",
    };

    /// <summary>Digits of this script only, with at most a minus before them: no plus, blank, exponent or group.</summary>
    private static bool IsPlain(string text) => text.All(c => char.IsAsciiDigit(c) || c is '-' or '.') && char.IsAsciiDigit(text[^1]) && char.IsAsciiDigit(text.TrimStart('-')[0]);
}
