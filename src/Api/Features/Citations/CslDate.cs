using System.Globalization;
using System.Text.Json.Serialization;
using Dataset;

namespace Api.Features.Citations;

/// <summary>A date in CSL-JSON, as precise as it is known.</summary>
/// <param name="DateParts">Year, month and day, or the first ones of them; two of these for an interval.</param>
/// <param name="Circa">True when the date is approximate or uncertain; left out otherwise.</param>
/// <param name="Literal">The date in words or in EDTF, where numbers cannot express it.</param>
internal sealed record CslDate(
    [property: JsonPropertyName("date-parts"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<IReadOnlyList<int>>? DateParts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Circa,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Literal)
{
    private static readonly string[] Formats = ["yyyy", "yyyy-MM", "yyyy-MM-dd"];
    private static readonly string[] Seasons = ["Spring", "Summer", "Autumn", "Winter"];
    private static readonly char[] Qualifiers = ['~', '?', '%'];

    internal static CslDate Of(FuzzyDate date)
    {
        var ends = date.ToString().Split('/').Select(end => end.TrimEnd(Qualifiers)).ToArray();
        bool? circa = date.IsApproximate || date.IsUncertain ? true : null;
        return ends.Select(Parts).ToArray() is var parts && parts.All(part => part is not null)
            ? new(parts!, circa, null)
            : new(null, circa, ends is [[.., '-', '2', var season]] ? $"{Seasons[season - '1']} {ends[0][..4]}" : date.ToString());
    }

    /// <summary>The numbers of a day, month or year, whose last digits may be unspecified; null for anything else.</summary>
    internal static int[]? Parts(string edtf)
    {
        var known = edtf.Replace("-XX", "");
        if (!Formats.Any(format => DateOnly.TryParseExact(known, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)))
            return null;
        return [.. known.Split('-').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
    }
}
