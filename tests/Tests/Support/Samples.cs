using System.Text.Json;
using Api.Listing.Declare;
using Dataset;
using Tests.Fixtures;

namespace Tests.Support;

/// <summary>Values to filter by. They come from the data, so they find some records and exclude others.</summary>
internal static class Samples
{
    /// <summary>Values for a filter, as a request has them.</summary>
    public static IEnumerable<string> For(FieldFilter filter, IReadOnlyList<JsonElement> rows)
    {
        var fields = rows.Select(row => Meaning.ValueOf(filter.Field, row)).ToArray();
        var known = Known(fields);
        if (known.Length == 0)
            known = [Plausible(filter.Field)];
        var spread = new[] { known[0], known[known.Length / 2], known[^1] }.Distinct().ToArray();
        return Meaning.Operator(filter) switch
        {
            "__is_null" => ["true", "false"],
            "__gte" or "__gt" or "__lte" or "__lt" => spread,
            "__contains" => spread.Select(text => Piece(text, text.Length / 3))
                .SelectMany(piece => new[] { piece, piece.ToUpperInvariant() }).Distinct(),
            "__starts_with" => spread.SelectMany(text => new[] { Piece(text, 0), Piece(text, 0).ToUpperInvariant() }).Distinct(),
            "__all" => [.. spread.Select(one => Meaning.Listed(one)), .. Companions(fields)],
            _ => [.. spread.Select(one => Meaning.Listed(one)), Meaning.Listed(spread)],
        };
    }

    /// <summary>Whether the field has more than one value.</summary>
    public static bool TellApart(FieldFilter filter, IReadOnlyList<JsonElement> rows) =>
        rows.Select(row => Meaning.ValueOf(filter.Field, row).GetRawText()).Distinct().Count() > 1;

    /// <summary>Whether any record has a value.</summary>
    public static bool AnyKnown(FieldFilter filter, IReadOnlyList<JsonElement> rows) =>
        Known([.. rows.Select(row => Meaning.ValueOf(filter.Field, row))]).Length > 0;

    /// <summary>Every value, in order.</summary>
    private static string[] Known(JsonElement[] fields)
    {
        var values = fields.SelectMany(Meaning.Texts).Distinct();
        return [.. fields.Any(field => field.ValueKind == JsonValueKind.Number)
            ? values.OrderBy(text => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture))
            : values.Order(StringComparer.Ordinal)];
    }

    /// <summary>Values that occur together in one record.</summary>
    private static IEnumerable<string> Companions(JsonElement[] fields) => fields
        .Select(Meaning.Texts).Where(texts => texts.Length > 1).Take(2).Select(texts => Meaning.Listed(texts[..2]));

    private static string Piece(string text, int start) => text[start..Math.Min(text.Length, start + 5)];

    /// <summary>A value of the right form, for a field that is null in every record.</summary>
    private static string Plausible(Field field) => field.Codes is { } codes ? codes.Codes[0].Name : field.Kind.Name switch
    {
        nameof(ValueKind.WholeNumber) or nameof(ValueKind.ExactNumber) => "1",
        nameof(ValueKind.Date) or nameof(ValueKind.FuzzyDate) => "2022-02-04",
        nameof(ValueKind.Boolean) => "true",
        _ when field.Refers is Reference.Country or Reference.PersonOrCountry => IdOf<Country>(),
        _ when field.Refers == Reference.DirectedDyad => "CHN>RUS",
        _ when field.Refers == Reference.Person => IdOf<Person>(),
        _ when field.Refers == Reference.Source => IdOf<Source>(),
        _ when field.Refers == Reference.Dyad => string.Join(
            '-', LoadedApi.Seeds.Of<Country>().Select(country => country.Id).Order(StringComparer.Ordinal).Take(2)),
        _ => "text",
    };

    private static string IdOf<T>() where T : Entry => LoadedApi.Seeds.Of<T>()[0].Id;
}
