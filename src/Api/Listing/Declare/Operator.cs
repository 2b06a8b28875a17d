namespace Api.Listing.Declare;

/// <summary>How a value becomes the parameter of an operator.</summary>
internal enum OperatorBinding
{
    One,
    Many,
    Flag,

    /// <summary>A pattern for LIKE.</summary>
    Pattern,
}

/// <summary>A way to compare a field with a value of the request. Each is one row.</summary>
/// <param name="Suffix">The end of the parameter, behind the field's name; empty for "one of".</param>
/// <param name="Kinds">Kinds of field that have it.</param>
/// <param name="Binding">How the value is bound.</param>
/// <param name="Sql">The condition: {0} is the column, {1} the parameter.</param>
/// <param name="Words">Its meaning, for people.</param>
internal sealed record Operator(string Suffix, ValueKind[] Kinds, OperatorBinding Binding, string Sql, string Words)
{
    private static readonly ValueKind[] Scalars = With(Comparison.Equality);
    private static readonly ValueKind[] NamesAndCodes = With(Comparison.Exclusion);
    private static readonly ValueKind[] Ordered = With(Comparison.Order);
    private static readonly ValueKind[] Texts = With(Comparison.Substring);
    private static readonly ValueKind[] Lists = With(Comparison.Items);

    /// <summary>Whether an index leads to the few records that it keeps.</summary>
    public bool IsIndexed => Suffix is "" or "__all";

    public static IReadOnlyList<Operator> All { get; } =
    [
        new("", Scalars, OperatorBinding.Many, "{0} = any({1})", "equals one of the values, separated by commas"),
        new("__not", NamesAndCodes, OperatorBinding.Many, "({0} <> all({1}) or {0} is null)",
            "equals none of the values, separated by commas, or is null"),
        new("__gte", Ordered, OperatorBinding.One, "{0} >= {1}", "is at least the value"),
        new("__lte", Ordered, OperatorBinding.One, "{0} <= {1}", "is at most the value"),
        new("__contains", Texts, OperatorBinding.Pattern,
            """lower({0} collate "und-x-icu") like lower({1} collate "und-x-icu") escape '\'""", "contains the text, in upper or lower case"),
        new("", Lists, OperatorBinding.Many, "{0} && {1}", "has at least one of the values, separated by commas"),
        new("__all", Lists, OperatorBinding.Many, "{0} @> {1}", "has all of the values, separated by commas"),
        new("__not", Lists, OperatorBinding.Many, "not {0} && {1}", "has none of the values, separated by commas"),
        new("__is_null", Scalars, OperatorBinding.Flag, "({0} is null) = {1}", "is null (true) or has a value (false)"),
    ];

    private static ValueKind[] With(Comparison comparison) => [.. ValueKind.All.Where(kind => kind.Comparisons.HasFlag(comparison))];
}

/// <summary>A filter parameter: a field compared by an operator.</summary>
internal sealed record FieldFilter(string Parameter, Field Field, Operator Operator)
{
    /// <summary>The effect of the parameter, for people; the plain one has the meaning of the field too.</summary>
    public string Description =>
        $"Keeps records whose {Field.Label} {Operator.Words}.{(Operator.Suffix.Length == 0 ? $" {Field.Label}: {Field.Description}" : "")}";

    /// <summary>Every filter of a field. A code or a key is known whole, and one that may be null can be asked whether it is.</summary>
    public static IEnumerable<FieldFilter> Of(Field field) => Operator.All
        .Where(op => op.Kinds.Contains(field.Kind)
            && (op.Binding != OperatorBinding.Flag || field.Nullable)
            && (op.Binding != OperatorBinding.Pattern || field.Refers == Reference.None))
        .SelectMany(op => field.FilterNames.Select(name => new FieldFilter(name + op.Suffix, field, op)));
}
