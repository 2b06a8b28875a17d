namespace Api.Listing.Declare;

/// <summary>A way to compare a field with what is asked for. Each is one row: suffix, kinds of field, SQL, words.</summary>
/// <param name="Suffix">What follows the field's name in the parameter; empty for "one of".</param>
/// <param name="Kinds">Kinds of field that have it.</param>
/// <param name="Sql">The condition: {0} is the column, {1} the parameter.</param>
/// <param name="Words">What it means, for people.</param>
internal sealed record Operator(string Suffix, FieldKind[] Kinds, string Sql, string Words)
{
    /// <summary>The suffix of the question whether a value is unknown; only fields that may be null have it.</summary>
    public const string IsNullSuffix = "__is_null";

    /// <summary>The suffix of a search for a part of a text.</summary>
    public const string ContainsSuffix = "__contains";

    private static readonly FieldKind[] Scalars = [FieldKind.Text, FieldKind.Code, FieldKind.WholeNumber, FieldKind.ExactNumber, FieldKind.Date, FieldKind.FuzzyDate];
    private static readonly FieldKind[] NamesAndCodes = [FieldKind.Text, FieldKind.Code];
    private static readonly FieldKind[] Ordered = [FieldKind.WholeNumber, FieldKind.ExactNumber, FieldKind.Date];
    private static readonly FieldKind[] Texts = [FieldKind.Text];
    private static readonly FieldKind[] Lists = [FieldKind.List];

    /// <summary>All operators.</summary>
    public static IReadOnlyList<Operator> All { get; } =
    [
        new("", Scalars, "{0} = any({1})", "equals one of the values, separated by commas"),
        new("__not", NamesAndCodes, "({0} <> all({1}) or {0} is null)", "equals none of the values, separated by commas, or is unknown"),
        new("__gte", Ordered, "{0} >= {1}", "is at least the value"),
        new("__lte", Ordered, "{0} <= {1}", "is at most the value"),
        new(ContainsSuffix, Texts, """lower({0} collate "und-x-icu") like lower({1} collate "und-x-icu") escape '\'""", "contains the text, whatever its case"),
        new("", Lists, "{0} && {1}", "has at least one of the values, separated by commas"),
        new("__all", Lists, "{0} @> {1}", "has all of the values, separated by commas"),
        new("__not", Lists, "not {0} && {1}", "has none of the values, separated by commas"),
        new(IsNullSuffix, Scalars, "({0} is null) = {1}", "is unknown (true) or known (false)"),
    ];

    /// <summary>Whether several values may be given.</summary>
    public bool TakesList => Sql.Contains("any(") || Sql.Contains("all(") || Kinds == Lists;
}

/// <summary>A filter parameter: a field compared by an operator.</summary>
internal sealed record FieldFilter(string Parameter, Field Field, Operator Operator)
{
    /// <summary>What the parameter does, for people; the plain one tells the field's meaning too.</summary>
    public string Description => $"Keeps records whose {Field.Name} {Operator.Words}.{(Operator.Suffix.Length == 0 ? $" {Field.Name}: {Field.Description}" : "")}";

    /// <summary>Every filter of a field. A code or a key is known whole, and one that may be null can be asked whether it is.</summary>
    public static IEnumerable<FieldFilter> Of(Field field) => Operator.All
        .Where(op => op.Kinds.Contains(field.Kind)
            && (op.Suffix != Operator.IsNullSuffix || field.Nullable)
            && (op.Suffix != Operator.ContainsSuffix || field.Refers == Reference.None))
        .SelectMany(op => field.FilterNames.Select(name => new FieldFilter(name + op.Suffix, field, op)));
}
