using System.Reflection;
using System.Text.Json.Serialization;

namespace Dataset;

/// <summary>A code and the enum member behind it.</summary>
public sealed record Code(string Name, Enum Value)
{
    /// <summary>The meaning of the code.</summary>
    public string Definition => Documentation.Of(Value.GetType().GetField(Value.ToString())!);
}

/// <summary>A closed list of codes: an enum, whose XML documentation holds the definitions.</summary>
public sealed class CodeList
{
    private readonly Dictionary<string, Code> _byName;
    private readonly Dictionary<Enum, Code> _byValue;

    /// <summary>The code list behind any documented enum.</summary>
    public CodeList(Type type)
    {
        Type = type;
        Name = Names.Snake(type.Name);
        Codes = [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => new Code(
            field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? Names.Snake(field.Name),
            (Enum)field.GetValue(null)!))];
        _byName = Codes.ToDictionary(code => code.Name, StringComparer.Ordinal);
        _byValue = Codes.ToDictionary(code => code.Value);
    }

    /// <summary>The name of the list, such as visit_kind.</summary>
    public string Name { get; }

    /// <summary>The meaning of the list.</summary>
    public string Definition => Documentation.Of(Type);

    /// <summary>The codes, in the order of their declaration.</summary>
    public IReadOnlyList<Code> Codes { get; }

    /// <summary>The enum behind the list.</summary>
    public Type Type { get; }

    /// <summary>The code of that name (case matters), or null.</summary>
    public Code? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The name of an enum member.</summary>
    public string NameOf(Enum value) => _byValue[value].Name;
}

/// <summary>The code lists of the dataset's records.</summary>
public static class CodeLists
{
    /// <summary>Every code list, by name.</summary>
    public static IReadOnlyDictionary<string, CodeList> All { get; } = new[]
    {
        typeof(AgreementKind), typeof(AgreementStatus), typeof(Carried), typeof(CodeSource), typeof(ContradictionKind), typeof(CountryKind),
        typeof(DateBasis), typeof(ExerciseKind), typeof(ExerciseStatus), typeof(FigureQualifier), typeof(FigureStatus), typeof(IndicatorMeasure),
        typeof(IndicatorUnit), typeof(LeftOutReason), typeof(PeriodType), typeof(Relation), typeof(SourceKind), typeof(SpeakerKind),
        typeof(StateList), typeof(StatementKind), typeof(Topic), typeof(TradeFlow), typeof(TradeIndicator), typeof(TradeUnit),
        typeof(TransferCategory), typeof(TransferStatus), typeof(Valuation), typeof(VisitKind), typeof(VisitStatus),
    }.Select(type => new CodeList(type)).ToDictionary(list => list.Name);

    private static readonly Dictionary<Type, CodeList> ByType = All.Values.ToDictionary(list => list.Type);

    /// <summary>The code list behind an enum that is registered above.</summary>
    public static CodeList Of(Type type) => ByType[type];

    /// <summary>The code list behind an enum, or null when no record holds it.</summary>
    public static CodeList? Find(Type type) => ByType.GetValueOrDefault(type);
}
