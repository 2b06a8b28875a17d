namespace Api.Listing.Declare;

/// <summary>The words for one row of a view and for several, such as visit and visits.</summary>
internal sealed record RowNames(string One, string Many)
{
    /// <summary>The names as parts of an identifier: TradeFigure.</summary>
    public string OneIdentifier => Pascal(One);

    public string ManyIdentifier => Pascal(Many);

    /// <summary>The names of the rows of a resource with a regular plural, such as trade-figures.</summary>
    public static RowNames Of(string name)
    {
        var many = name.Replace('-', ' ');
        return new(many.EndsWith("ies", StringComparison.Ordinal) ? $"{many[..^3]}y" : many.TrimEnd('s'), many);
    }

    public static string Pascal(string words) =>
        string.Concat(words.Split(' ', '_').Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}"));
}
