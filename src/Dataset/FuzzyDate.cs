using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataset;

// The allowed forms:
// - 2022-02-04, 2022-09, 2023: a day, some time in a month, some time in a year.
// - 201X, 20XX, 2022-XX, 2022-02-XX, 2022-XX-XX: digits left unspecified, from the right.
// - 2021-21 to 2021-24: spring, summer, autumn and winter, as northern meteorological seasons. Winter is December to February of the
//   next year. So 2021-23 is an autumn, and the years 2021 to 2023 are 2021/2023.
// - 2022~, 2022-09?, 2022-02-04%: any of these, approximate, uncertain, or both.
// - 2022-10/2023: an interval between any two of these; the first must be able to precede the second.
// - 2022-02-24/.. and ../2014: an interval without an end, or without a beginning.
// - 2004-06/ and /2006: an interval of which one end is unknown.
// - [2023-05-22..2023-05-28], [..2014] and [2022-02-24..]: one moment within a window (of level 2).
/// <summary>
/// A date of limited precision, written in EDTF (ISO 8601-2:2019, levels 0 and 1, and of level 2 the set of one range), with years from 0001
/// to 9999. An interval lasts from its first to its last date; a set is one moment between the two.
/// </summary>
[JsonConverter(typeof(FuzzyDateJsonConverter))]
public sealed record FuzzyDate
{
    // Everything else follows from the text, so that dates are equal when their texts are: 2022 and 2022-XX are not.
    private readonly string _text;

    internal FuzzyDate(string text, DateOnly? start, DateOnly? end, bool isApproximate, bool isUncertain)
    {
        _text = text;
        Start = start;
        End = end;
        IsApproximate = isApproximate;
        IsUncertain = isUncertain;
    }

    /// <summary>The first possible day; null for an open or unknown beginning. A qualifier does not extend it: no rule says how far.</summary>
    public DateOnly? Start { get; }

    /// <summary>The last possible day; null for an open or unknown end.</summary>
    public DateOnly? End { get; }

    /// <summary>Whether the date or an end of the interval is approximate: ~ or %.</summary>
    public bool IsApproximate { get; }

    /// <summary>Whether the date or an end of the interval is uncertain: ? or %.</summary>
    public bool IsUncertain { get; }

    /// <summary>Parses a date, or throws a <see cref="FormatException"/> whose message is the error.</summary>
    public static FuzzyDate Parse(string text) =>
        TryParse(text, out var date, out var error) ? date : throw new FormatException(error);

    /// <summary>Parses a date. The error says what is wrong, at which character, and what is allowed.</summary>
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        [NotNullWhen(true)] out FuzzyDate? date,
        [NotNullWhen(false)] out string? error)
    {
        error = EdtfParser.Parse(text, out date);
        return date is not null;
    }

    /// <summary>Whether the date and a window of days overlap. A missing end, of either, is open.</summary>
    public bool PossiblyWithin(DateOnly? from, DateOnly? to) =>
        // A comparison with null is false, so that a missing end excludes nothing.
        !(from > to) && !(Start > to) && !(End < from);

    /// <summary>Whether the whole date is inside a window of days. A missing end of the date is inside only an open window.</summary>
    public bool CertainlyWithin(DateOnly? from, DateOnly? to) =>
        (from is null || Start >= from) && (to is null || End <= to);

    /// <summary>The parsed text.</summary>
    public override string ToString() => _text;
}

internal sealed class FuzzyDateJsonConverter : JsonConverter<FuzzyDate>
{
    public override FuzzyDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException($"A date is a JSON string of EDTF, such as \"2022-09\", not {reader.TokenType}.");
        }

        return FuzzyDate.TryParse(reader.GetString(), out var date, out var error)
            ? date
            : throw new JsonException(error);
    }

    public override void Write(Utf8JsonWriter writer, FuzzyDate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
