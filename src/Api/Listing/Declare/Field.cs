using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Dataset;

namespace Api.Listing.Declare;

/// <summary>What may be done with a field beside reading it.</summary>
[Flags]
internal enum FieldUses
{
    /// <summary>Nothing more.</summary>
    Read = 0,

    /// <summary>Filter by it.</summary>
    Filter = 1,

    /// <summary>Sort by it.</summary>
    Sort = 2,

    /// <summary>Count records per value of it.</summary>
    Facet = 4,
}

/// <summary>Ids of what a field or filter refers to; an unknown one is refused rather than finding nothing.</summary>
internal enum Reference
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Codes of countries.</summary>
    Country,

    /// <summary>Pairs of codes of countries.</summary>
    Dyad,

    /// <summary>Ids of people.</summary>
    Person,

    /// <summary>Ids of sources.</summary>
    Source,

    /// <summary>Names of resources.</summary>
    Resource,
}

/// <summary>An output column of a resource: its name is the column, the JSON key, the CSV header, the filter and the sort key.</summary>
internal sealed class Field
{
    /// <summary>It remembers what it has found out, which takes a while, and is for one at a time.</summary>
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
        Codes = (Item ?? type).IsEnum ? CodeLists.Of(Item ?? type) : null;
        lock (Nullability)
            Nullable = Nullability.Create(property).ReadState == NullabilityState.Nullable;
        Kind = ValueKind.Of(type) ?? throw new InvalidOperationException($"{property} has a type that no kind of value covers.");
        FilterNames = declaration.Filter is not { } filter ? [Name] : Kind.IsList ? [filter] : [Name, filter];
    }

    /// <summary>A column made from another one: a measure of its values, or one of its items.</summary>
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

    /// <summary>Its name everywhere.</summary>
    public string Name { get; }

    /// <summary>Its name as a JSON key.</summary>
    internal JsonEncodedText JsonName { get; }

    /// <summary>Its meaning and unit, from the record's documentation.</summary>
    public string Description => _description ?? Documentation.Of(Property);

    /// <summary>What may be done with it.</summary>
    public FieldUses Uses { get; }

    /// <summary>Names of its filter: its own, and one that other resources ask the same by; a list is filtered by the singular alone (countries by country).</summary>
    public IReadOnlyList<string> FilterNames { get; }

    /// <summary>What its values refer to.</summary>
    public Reference Refers { get; }

    /// <summary>What sort of values it holds.</summary>
    public ValueKind Kind { get; }

    /// <summary>Whether its value may be null, which means unknown.</summary>
    public bool Nullable { get; }

    /// <summary>The code list its values come from, if any.</summary>
    public CodeList? Codes { get; }

    /// <summary>For a list: the type of its items.</summary>
    public Type? Item { get; }

    /// <summary>The column that holds the unit of its values, if any.</summary>
    public string? Unit { get; }

    /// <summary>The record's property behind it.</summary>
    public PropertyInfo Property { get; }

    /// <summary>The column that orders records by this field.</summary>
    public string SortColumn => Name + Kind.SortSuffix;

    /// <summary>Its value as one table cell: a list joined by ';', a list of objects as JSON.</summary>
    public string Cell => CellSql == $"r.{Name}" ? CellSql : $"{CellSql} as {Name}";

    /// <summary>The expression of its table cell over the rows r.</summary>
    public string CellSql => string.Format(CultureInfo.InvariantCulture, Kind.Cell, $"r.{Name}");
}
