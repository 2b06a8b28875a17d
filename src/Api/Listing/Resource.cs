using Dataset;

namespace Api.Listing;

/// <summary>
/// A resource as the API serves it: the SQL that gives its rows, and its output columns. The kit wraps the SQL:
/// <c>select … from (SQL) r where … order by …, id limit …</c>.
/// </summary>
public sealed class Resource
{
    private readonly Dictionary<string, Field> _fields;

    /// <summary>Declares a resource.</summary>
    /// <param name="record">The record behind it, whose documentation its fields carry.</param>
    /// <param name="sql">The complete query of its rows in the version @version, with a column search for full text.</param>
    /// <param name="example">Id of a record, for the documentation to show.</param>
    /// <param name="defaultSort">The order when none is asked for.</param>
    /// <param name="fields">Its columns, in the order in which they are served.</param>
    public Resource(Type record, string sql, string example, string defaultSort, IReadOnlyList<FieldDeclaration> fields)
    {
        Type = ResourceTypes.All.Single(type => type.Record == record);
        Sql = sql;
        Example = example;
        DefaultSort = defaultSort;
        var properties = Type.Properties.ToDictionary(property => Names.Snake(property.Name));
        Fields = [.. fields.Select(field => new Field(properties[field.Name], field.Use, field.Filter, field.Refers))];
        _fields = Fields.ToDictionary(field => field.Name);
        Filters = [.. Fields.Where(field => field.Use.HasFlag(Use.Filter)).SelectMany(FieldFilter.Of)];
        HasDates = _fields.ContainsKey("date_start");
    }

    /// <summary>The dataset's side of it.</summary>
    public ResourceType Type { get; }

    /// <summary>Its name in paths.</summary>
    public string Name => Type.Name;

    /// <summary>The query of its rows; it runs as it stands when @version is given a number.</summary>
    public string Sql { get; }

    /// <summary>Id of a record, for the documentation to show.</summary>
    public string Example { get; }

    /// <summary>The order when none is asked for.</summary>
    public string DefaultSort { get; }

    /// <summary>Its output columns.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>Its filters, each a field with an operator.</summary>
    public IReadOnlyList<FieldFilter> Filters { get; }

    /// <summary>Whether its records can be asked for by a window of time.</summary>
    public bool HasDates { get; }

    /// <summary>The field of that name, or null.</summary>
    public Field? Find(string name) => _fields.GetValueOrDefault(name);
}

/// <summary>A line of a resource's declaration.</summary>
/// <param name="Name">The output column.</param>
/// <param name="Use">What may be done with it.</param>
/// <param name="Filter">Name of its filter, where it is not the column's.</param>
/// <param name="Refers">What its values refer to.</param>
public sealed record FieldDeclaration(string Name, Use Use = Use.Read, string? Filter = null, Reference Refers = Reference.None)
{
    /// <summary>A column that is only read.</summary>
    public static implicit operator FieldDeclaration(string name) => new(name);
}
