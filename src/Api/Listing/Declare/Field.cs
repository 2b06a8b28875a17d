using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Dataset;

namespace Api.Listing.Declare;

/// <summary>An output column. Its name is the column, the JSON key, the CSV header, the filter and the sort key.</summary>
internal sealed class Field
{
    /// <summary>It caches its slow results and is not thread-safe.</summary>
    private static readonly NullabilityInfoContext Nullability = new();

    private readonly string? _description;

    internal Field(PropertyInfo property, FieldDeclaration declaration)
    {
        Name = Names.Snake(property.Name);
        JsonName = JsonEncodedText.Encode(Name);
        Property = property;
        Uses = declaration.Uses;
        Refers = declaration.Refers;
        Unit = declaration.Unit;
        var type = System.Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Item = ValueKind.ItemOf(type);
        Codes = (Item ?? type) is { IsEnum: true } codes ? CodeLists.Find(codes) ?? new CodeList(codes) : null;
        lock (Nullability)
            Nullable = Nullability.Create(property).ReadState == NullabilityState.Nullable;
        Kind = ValueKind.Of(type) ?? throw new InvalidOperationException($"{property} has a type that no kind of value covers.");
        FilterNames = declaration.Filter is not { } filter ? [Name] : Kind.IsList ? [filter] : [Name, filter];
    }

    /// <summary>A column derived from another: a measure of its values, or one of its items.</summary>
    internal Field(Field of, string name, ValueKind kind, string description)
    {
        Name = name;
        JsonName = JsonEncodedText.Encode(Name);
        _description = description;
        Property = of.Property;
        Uses = FieldUses.Sort;
        Codes = kind == ValueKind.Code ? of.Codes : null;
        Nullable = true;
        Kind = kind;
        FilterNames = [];
    }

    /// <summary>A column that rows do not show, only for its filter.</summary>
    internal Field(FilterDeclaration declaration)
    {
        Name = declaration.Column;
        JsonName = JsonEncodedText.Encode(Name);
        _description = declaration.Description;
        Uses = FieldUses.Filter;
        Kind = declaration.Kind;
        Refers = declaration.Refers;
        Nullable = declaration.Nullable;
        FilterNames = [declaration.Filter];
        Label = declaration.Filter;
    }

    public string Name { get; }

    /// <summary>Its name for people.</summary>
    public string Label { get => field ?? Name; }

    internal JsonEncodedText JsonName { get; }

    /// <summary>Its meaning and unit, from the documentation of the record.</summary>
    public string Description => _description ?? Documentation.Of(Property!);

    public FieldUses Uses { get; }

    /// <summary>The names of its filter: its own, and one that other resources share. A list has the singular alone (countries: country).</summary>
    public IReadOnlyList<string> FilterNames { get; }

    public Reference Refers { get; }

    public ValueKind Kind { get; }

    /// <summary>Whether its value may be null. Its description says what null means.</summary>
    public bool Nullable { get; }

    public CodeList? Codes { get; }

    /// <summary>The type of the items of a list.</summary>
    public Type? Item { get; }

    /// <summary>The column with the unit of its values, if any.</summary>
    public string? Unit { get; }

    /// <summary>The property of the record; null where it has none.</summary>
    public PropertyInfo? Property { get; }

    public string SortColumn => Name + Kind.SortSuffix;

    /// <summary>The SQL of its value as the text of a table cell.</summary>
    public string Cell => CellSql == $"r.{Name}" ? CellSql : $"{CellSql} as {Name}";

    /// <summary>The same without its name.</summary>
    public string CellSql => string.Format(CultureInfo.InvariantCulture, Kind.Cell, $"r.{Name}");
}
