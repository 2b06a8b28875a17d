using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataset;

/// <summary>
/// A date known only to some precision, written in EDTF (ISO 8601-2:2019, levels 0 and 1, and intervals of both).
/// </summary>
/// <remarks>
/// <para>The allowed forms, with years from 0001 to 9999:</para>
/// <list type="table">
/// <item><term><c>2022-02-04</c>, <c>2022-09</c>, <c>2023</c></term>
/// <description>a day; some time in a month; some time in a year.</description></item>
/// <item><term><c>201X</c>, <c>20XX</c>, <c>2022-XX</c>, <c>2022-02-XX</c>, <c>2022-XX-XX</c></term>
/// <description>digits left unspecified, from the right: some year from 2010 to 2019, or from 2000 to 2099; some month
/// of 2022; some day of February 2022; some day of 2022.</description></item>
/// <item><term><c>2021-21</c>, <c>2021-22</c>, <c>2021-23</c>, <c>2021-24</c></term>
/// <description>spring, summer, autumn, winter, taken as the northern meteorological seasons: March to May, June to
/// August, September to November, and December to February of the next year. So <c>2021-23</c> is an autumn; the years
/// 2021 to 2023 are <c>2021/2023</c>.</description></item>
/// <item><term><c>2022~</c>, <c>2022-09?</c>, <c>2022-02-04%</c></term>
/// <description>any of the above qualified, at its end, as approximate, as uncertain, or as both.</description></item>
/// <item><term><c>2023-05-22/2023-05-28</c>, <c>2022-10/2023</c></term>
/// <description>an interval between any two of the above; the first must be able to precede the
/// second.</description></item>
/// <item><term><c>2022-02-24/..</c>, <c>../2014</c></term>
/// <description>an interval open at one end: it has no end, or no beginning.</description></item>
/// <item><term><c>2004-06/</c>, <c>/2006</c></term>
/// <description>an interval of which one end is unknown.</description></item>
/// </list>
/// <para>Nothing else is a date here: no time of day, no year beyond four digits, no level 2, no other spelling, no
/// surrounding space. Two dates are equal when their texts are: <c>2022</c> and <c>2022-XX</c> are not.</para>
/// </remarks>
[JsonConverter(typeof(FuzzyDateJsonConverter))]
public sealed record FuzzyDate
{
    // All else follows from the text, so the record's own member-wise equality is equality by text.
    private readonly string _text;

    internal FuzzyDate(string text, DateOnly? start, DateOnly? end, bool isApproximate, bool isUncertain)
    {
        _text = text;
        Start = start;
        End = end;
        IsApproximate = isApproximate;
        IsUncertain = isUncertain;
    }

    /// <summary>
    /// The first day on which the date can lie or begin; null when it has no beginning (<c>../2014</c>) or an unknown
    /// one (<c>/2006</c>). The text is taken literally: <c>2022~</c> and <c>2022?</c> start on 2022-01-01 as
    /// <c>2022</c> does, for no rule says how far a qualifier reaches.
    /// </summary>
    public DateOnly? Start { get; }

    /// <summary>
    /// The last day on which the date can lie or end; null when it has no end (<c>2022-02-24/..</c>) or an unknown one
    /// (<c>2004-06/</c>). The text is taken literally, as for <see cref="Start"/>.
    /// </summary>
    public DateOnly? End { get; }

    /// <summary>
    /// Whether the date, or either end of an interval, is qualified as approximate: <c>~</c> or <c>%</c>.
    /// </summary>
    public bool IsApproximate { get; }

    /// <summary>
    /// Whether the date, or either end of an interval, is qualified as uncertain: <c>?</c> or <c>%</c>.
    /// </summary>
    public bool IsUncertain { get; }

    /// <summary>Reads a date in one of the forms that <see cref="FuzzyDate"/> lists.</summary>
    /// <param name="text">The date, exactly; at most 64 characters.</param>
    /// <returns>The date; its <see cref="ToString"/> gives <paramref name="text"/> back.</returns>
    /// <exception cref="FormatException">The text is no such date; the message says what is wrong, where, and what
    /// would be allowed.</exception>
    public static FuzzyDate Parse(string text) =>
        TryParse(text, out var date, out var error) ? date : throw new FormatException(error);

    /// <summary>Reads a date in one of the forms that <see cref="FuzzyDate"/> lists, without throwing.</summary>
    /// <param name="text">The date, exactly; at most 64 characters. Null is no date.</param>
    /// <param name="date">The date, or null when the text is none.</param>
    /// <param name="error">Null, or a sentence that says what is wrong, at which character (from 1), and what would
    /// be allowed.</param>
    /// <returns>Whether the text is such a date.</returns>
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        [NotNullWhen(true)] out FuzzyDate? date,
        [NotNullWhen(false)] out string? error)
    {
        error = EdtfParser.Parse(text, out date);
        return date is not null;
    }

    /// <summary>
    /// Whether the date may lie in a window of days: whether they share a day. An open or unknown end of the date
    /// reaches as far as the window does.
    /// </summary>
    /// <param name="from">The window's first day; null when it is open there.</param>
    /// <param name="to">The window's last day; null when it is open there.</param>
    /// <returns>True when they overlap; false otherwise, and for a window that ends before it begins.</returns>
    public bool PossiblyWithin(DateOnly? from, DateOnly? to) =>
        // A comparison with null is false: an end that is not there excludes nothing.
        !(from > to) && !(Start > to) && !(End < from);

    /// <summary>
    /// Whether the date lies wholly inside a window of days, whatever day it turns out to be. An open or unknown end
    /// of the date is inside only where the window is open too.
    /// </summary>
    /// <param name="from">The window's first day; null when it is open there.</param>
    /// <param name="to">The window's last day; null when it is open there.</param>
    /// <returns>True when the whole date is inside; false otherwise, and for a window that ends before it
    /// begins.</returns>
    public bool CertainlyWithin(DateOnly? from, DateOnly? to) =>
        // Here too a comparison with null is false: an end that is not there lies inside no bound.
        (from is null || Start >= from) && (to is null || End <= to);

    /// <summary>The very text that was parsed.</summary>
    public override string ToString() => _text;
}

/// <summary>Reads and writes a <see cref="FuzzyDate"/> as a JSON string of EDTF, such as <c>"2022-09"</c>.</summary>
/// <remarks>JSON null never gets here: it is a null reference, and so an unknown date.</remarks>
public sealed class FuzzyDateJsonConverter : JsonConverter<FuzzyDate>
{
    /// <summary>Reads a date.</summary>
    /// <param name="reader">The reader, at the value.</param>
    /// <param name="typeToConvert">Always <see cref="FuzzyDate"/>.</param>
    /// <param name="options">Not used.</param>
    /// <returns>The date.</returns>
    /// <exception cref="JsonException">The value is no string, or no EDTF date; the message says why.</exception>
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

    /// <summary>Writes a date as the text it was parsed from.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">The date.</param>
    /// <param name="options">Not used.</param>
    public override void Write(Utf8JsonWriter writer, FuzzyDate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
