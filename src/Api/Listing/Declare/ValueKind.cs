using System.Globalization;
using Dataset;

namespace Api.Listing.Declare;

/// <summary>A kind of value. Its row holds all that the kind alone decides; a new kind is a row and an entry in <see cref="All"/>.</summary>
internal sealed class ValueKind
{
    public static ValueKind Text { get; } = new(nameof(Text), Storage.Text, type => type == typeof(string))
    {
        Comparisons = Comparison.Equality | Comparison.Exclusion | Comparison.Substring,
    };

    public static ValueKind Code { get; } = new(nameof(Code), Storage.Text, type => type.IsEnum)
    {
        Comparisons = Comparison.Equality | Comparison.Exclusion,
        PandasType = "category",
        RType = "factor",
    };

    public static ValueKind WholeNumber { get; } = new(nameof(WholeNumber), Storage.Integer, type => type == typeof(int))
    {
        Comparisons = Comparison.Equality | Comparison.Order,
        Noun = "a whole number",
        Form = $"one from {int.MinValue} to {int.MaxValue}",
        Example = "3",
        Parse = text => ParseInteger(text),
        IsOutOfRange = text => IsNumber(text, NumberStyles.AllowLeadingSign),
        SqlType = "integer",
        Cell = "{0}::text",
        Missing = "null::integer",
        JsonType = "integer",
        JsonFormat = "int32",
        PandasType = "Int64",
        RType = "integer",
        FrictionlessType = "integer",
        CroissantType = "sc:Integer",
    };

    public static ValueKind ExactNumber { get; } = new(nameof(ExactNumber), Storage.Decimal, type => type == typeof(decimal))
    {
        Comparisons = Comparison.Equality | Comparison.Order,
        Noun = "a decimal number",
        Form = $"one of at most {MostDigits} digits, with a point before the decimals",
        Example = "2.5",
        Parse = text => ParseDecimal(text),
        IsOutOfRange = text => IsNumber(text, DecimalStyle),
        SqlType = "numeric",
        Cell = "{0}::text",
        Missing = "null::numeric",
        JsonType = "number",
        PandasType = "float64",
        RType = "numeric",
        FrictionlessType = "number",
        CroissantType = "sc:Number",
    };

    public static ValueKind Boolean { get; } = new(nameof(Boolean), Storage.Boolean, type => type == typeof(bool))
    {
        Comparisons = Comparison.Equality,
        Noun = "a truth value",
        Form = "true or false",
        Example = "true",
        Parse = text => text switch { "true" => true, "false" => false, _ => null },
        SqlType = "boolean",
        Cell = "{0}::text",
        Missing = "null::boolean",
        JsonType = "boolean",
        PandasType = "boolean",
        RType = "logical",
        FrictionlessType = "boolean",
        CroissantType = "sc:Boolean",
    };

    public static ValueKind Date { get; } = new(nameof(Date), Storage.Date, type => type == typeof(DateOnly))
    {
        Comparisons = Comparison.Equality | Comparison.Order,
        Noun = "a day",
        Form = "year, month and day",
        Example = "2022-02-04",
        Parse = text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        SqlType = "date",
        Cell = "{0}::text",
        Missing = "null::date",
        JsonFormat = "date",
        LongestText = 10,
        PandasType = null,
        RType = "Date",
        FrictionlessType = "date",
        CroissantType = "sc:Date",
    };

    /// <summary>A date known only to some precision, in EDTF; it sorts by its first possible day.</summary>
    public static ValueKind FuzzyDate { get; } = new(nameof(FuzzyDate), Storage.Text, type => type == typeof(FuzzyDate))
    {
        Comparisons = Comparison.Equality,
        Noun = "an EDTF date",
        Form = "a day, month, year, interval or window",
        Example = "2022-02-04, 2022-09, 2023, 2022/2023 or [2023-05-22..2023-05-26]",
        Parse = text => Dataset.FuzzyDate.TryParse(text, out var date, out _) ? date.ToString() : null,
        SqlType = "date",
        SortSuffix = "_start",
        Pattern = "^[-0-9/.X?~%\\[\\]]+$",
        LongestText = 64,
    };

    public static ValueKind List { get; } = new(nameof(List), Storage.Texts, type => ItemOf(type) is { } item && IsScalar(item))
    {
        Comparisons = Comparison.Items,
        Cell = "array_to_string({0}, ';')",
        Missing = "'{}'::text[] collate \"C\"",
        JsonType = "array",
        PandasStep = """.str.split(";")""",
        RStep = "strsplit({0}, \";\")",
    };

    public static ValueKind Objects { get; } = new(nameof(Objects), Storage.Json, type => ItemOf(type) is { } item && !IsScalar(item))
    {
        Cell = "{0}::text",
        Missing = "'[]'::jsonb",
        JsonType = "array",
        PandasStep = """.map(json.loads, na_action="ignore")""",
        FrictionlessType = "array",
    };

    /// <summary>A decimal holds so many digits exactly.</summary>
    private const int MostDigits = 28;

    private const NumberStyles DecimalStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private readonly Func<Type, bool> _covers;

    private ValueKind(string name, Storage storage, Func<Type, bool> covers) => (Name, Storage, _covers) = (name, storage, covers);

    public static IReadOnlyList<ValueKind> All { get; } = [Text, Code, WholeNumber, ExactNumber, Boolean, Date, FuzzyDate, List, Objects];

    public string Name { get; }

    public Storage Storage { get; }

    public Comparison Comparisons { get; private init; }

    /// <summary>Whether values have a least and a largest one.</summary>
    public bool IsOrdered => Comparisons.HasFlag(Comparison.Order);

    public bool IsList => Storage == Storage.Texts;

    /// <summary>The kind with its article, as it is used in a sentence.</summary>
    public string Noun { get; private init; } = "a text";

    /// <summary>The form that a value has in a request; null where every text is a value.</summary>
    public string? Form { get; private init; }

    public string? Example { get; private init; }

    /// <summary>The value of a text, as the database compares it; null where the text is not of this kind.</summary>
    public Func<string, object?> Parse { get; private init; } = text => text;

    /// <summary>Whether a text that <see cref="Parse"/> does not take is of this kind, but too large or too long.</summary>
    public Func<string, bool> IsOutOfRange { get; private init; } = _ => false;

    /// <summary>The type of its sort column in PostgreSQL.</summary>
    public string SqlType { get; private init; } = "text";

    /// <summary>The end of the name of the column that it is sorted by.</summary>
    public string SortSuffix { get; private init; } = "";

    /// <summary>The SQL of its value as the text of a table cell; {0} is the column.</summary>
    public string Cell { get; private init; } = "{0}";

    /// <summary>The SQL of a column of it in rows that have no such field.</summary>
    public string Missing { get; private init; } = "null::text";

    public string JsonType { get; private init; } = "string";

    public string? JsonFormat { get; private init; }

    /// <summary>A regular expression that its texts match, where it is narrower than that of any text.</summary>
    public string? Pattern { get; private init; }

    public int? LongestText { get; private init; }

    /// <summary>The type of its column in pandas; null for one that pandas parses as days.</summary>
    public string? PandasType { get; private init; } = "string";

    /// <summary>The step of pandas on the column once it is read.</summary>
    public string? PandasStep { get; private init; }

    public string RType { get; private init; } = "character";

    /// <summary>The step of R on the column, {0}, once it is read.</summary>
    public string? RStep { get; private init; }

    public string FrictionlessType { get; private init; } = "string";

    public string CroissantType { get; private init; } = "sc:Text";

    public static ValueKind? Of(Type type) => All.FirstOrDefault(kind => kind._covers(type));

    /// <summary>The type of the items, if the type is a list.</summary>
    public static Type? ItemOf(Type type) => type.IsGenericType ? type.GetGenericArguments()[0] : null;

    public override string ToString() => Name;

    private static bool IsScalar(Type item) => item == typeof(string) || item.IsEnum;

    private static int? ParseInteger(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && IsPlain(text) ? number : null;

    private static decimal? ParseDecimal(string text)
    {
        var isNumber = decimal.TryParse(text, DecimalStyle, CultureInfo.InvariantCulture, out var number) && IsPlain(text);
        return isNumber && text.Length <= MostDigits ? number : null;
    }

    /// <summary>A double has no bounds: it loses digits instead.</summary>
    private static bool IsNumber(string text, NumberStyles style) =>
        double.TryParse(text, style, CultureInfo.InvariantCulture, out _) && IsPlain(text);

    /// <summary>ASCII digits with at most a minus before them: no plus, blank, exponent or group.</summary>
    private static bool IsPlain(string text) =>
        text.All(c => char.IsAsciiDigit(c) || c is '-' or '.') && char.IsAsciiDigit(text[^1]) && char.IsAsciiDigit(text.TrimStart('-')[0]);
}
