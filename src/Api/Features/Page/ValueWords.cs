using System.Globalization;
using System.Text.RegularExpressions;
using Api.Listing.Declare;
using Api.Resources;

namespace Api.Features.Page;

public static partial class ValueWords
{
    private static readonly (decimal Size, string Name)[] Sizes =
        [(1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million")];

    /// <summary>A quantity with unit and qualifier: "nearly 190 billion USD". No digit is lost.</summary>
    public static string Of(decimal value, string? unit, string? qualifier)
    {
        var size = Sizes.FirstOrDefault(size => Math.Abs(value) >= size.Size && decimal.Round(value / size.Size, 3) * size.Size == value);
        var number = size.Name is null ? Grouped(value) : $"{Grouped(value / size.Size)} {size.Name}";
        var quantity = unit switch
        {
            null or "count" => number,
            "rank" => $"rank {number}",
            _ => $"{number} {unit}",
        };
        return qualifier is null or "exact" ? quantity : $"{qualifier.Replace('_', ' ')} {quantity}";
    }

    public static string OfCode(string code)
    {
        var words = code.Replace('_', ' ').Replace('-', ' ');
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>What null means in a field, in the words of its description: "null for all goods".</summary>
    public static string OfNull(string resource, string field)
    {
        var description = Find(resource, field)?.Description ?? "";
        return NullClause().Match(description) is { Success: true } clause ? $"null {clause.Groups[1].Value}" : "null";
    }

    /// <summary>What a code means in a field; null where the field has no such code.</summary>
    public static string? DefinitionOf(string resource, string field, string code) =>
        Find(resource, field)?.Codes?.Find(code)?.Definition;

    private static Field? Find(string resource, string field) => Registry.All.FirstOrDefault(one => one.Name == resource)?.Find(field);

    [GeneratedRegex(@"\b[Nn]ull ((?:for|when|where|if|while|on)\b[^.;]*)")]
    private static partial Regex NullClause();

    private static string Grouped(decimal value) => value.ToString("#,0.############################", CultureInfo.InvariantCulture);
}
