using System.Reflection;
using Api.Http;
using Dataset;

namespace Api.Listing.Declare;

/// <summary>
/// Rows that can be listed, filtered, sorted, paged, grouped and exported: the SQL that gives them, and its output columns. The
/// kit wraps the SQL: <c>select … from (SQL) r where … order by …, key limit …</c>.
/// </summary>
internal class View
{
    private readonly Dictionary<string, Field> _fields;
    private readonly Dictionary<string, int> _filters;

    /// <summary>Declares a view.</summary>
    /// <param name="name">Its path below /v1.</param>
    /// <param name="record">The type that its rows have, whose documentation its fields carry.</param>
    /// <param name="sql">The complete query of its rows in the version @version, with a column search for full text where it has one.</param>
    /// <param name="defaultSort">The order when none is asked for.</param>
    /// <param name="fields">Its columns, in the order in which they are served.</param>
    public View(string name, Type record, string sql, string defaultSort, IReadOnlyList<FieldDeclaration> fields)
    {
        Name = name;
        Record = record;
        Sql = sql;
        Template = new(sql);
        DefaultSort = defaultSort;
        var properties = record.GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(property => Names.Snake(property.Name));
        Fields = [.. fields.Select(field => new Field(properties[field.Name], field))];
        _fields = Fields.ToDictionary(field => field.Name);
        Facets = [.. Fields.Where(field => field.Uses.HasFlag(FieldUses.Facet))];
        Filters = [.. Fields.Where(field => field.Uses.HasFlag(FieldUses.Filter)).SelectMany(FieldFilter.Of)];
        _filters = Filters.Select((filter, place) => (filter.Parameter, place)).ToDictionary();
        HasDates = _fields.ContainsKey("date_start");
    }

    /// <summary>Its name in paths.</summary>
    public string Name { get; }

    /// <summary>Its name where no slash or hyphen may stand: the table of a resource.</summary>
    public string Identifier => Name.Replace('-', '_').Replace('/', '_');

    /// <summary>The type that its rows have.</summary>
    public Type Record { get; }

    /// <summary>The query of its rows; it runs as it stands when @version, and what <see cref="Inputs"/> and <see cref="Narrowing"/> list, are given values.</summary>
    public string Sql { get; }

    /// <summary>The same, split at its names.</summary>
    public SqlTemplate Template { get; }

    /// <summary>The order when none is asked for.</summary>
    public string DefaultSort { get; }

    /// <summary>Columns that together tell a row from every other; they end every order, so that it is total.</summary>
    public IReadOnlyList<string> Key { get; init; } = ["id"];

    /// <summary>Parameters that its own query takes.</summary>
    public IReadOnlyList<Input> Inputs { get; init; } = [];

    /// <summary>Finds what the inputs, each valid by itself, have wrong together, given the version that is read.</summary>
    public Func<IReadOnlyDictionary<string, object?>, int, ParameterError?>? Check { get; init; }

    /// <summary>
    /// Filters by one of several values that its own query takes as well, so that it need not make rows that are dropped then: an array
    /// under the filter's name, or null. Such a condition must keep all that a row is made of, or none of it.
    /// </summary>
    public IReadOnlyList<string> Narrowing { get; init; } = [];

    /// <summary>Whether its rows can be searched in full text.</summary>
    public bool HasSearch { get; init; } = true;

    /// <summary>Whether it has no meaning without q.</summary>
    public bool NeedsSearch { get; init; }

    /// <summary>The field by whose values the total of a page is told in parts; null for the total alone.</summary>
    public string? CountedBy { get; init; }

    /// <summary>
    /// The queries that together give its rows, where each is led by one table, in the order of its indexes: a page is then taken from the
    /// beginning of each. Empty where rows are made before they can be ordered.
    /// </summary>
    public IReadOnlyList<Part> Parts { get; init; } = [];

    /// <summary>Its output columns.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>The columns that it can be counted by.</summary>
    public IReadOnlyList<Field> Facets { get; }

    /// <summary>Its filters, each a field with an operator.</summary>
    public IReadOnlyList<FieldFilter> Filters { get; }

    /// <summary>Whether its rows can be asked for by a window of time.</summary>
    public bool HasDates { get; }

    /// <summary>The field of that name, or null.</summary>
    public Field? Find(string name) => _fields.GetValueOrDefault(name);

    /// <summary>The filters among these parameters, in the order in which they are declared.</summary>
    public IEnumerable<FieldFilter> FiltersAmong(IEnumerable<string> parameters) =>
        parameters.Select(name => _filters.GetValueOrDefault(name, -1)).Where(place => place >= 0).Order().Select(place => Filters[place]);
}

/// <summary>One of the queries that together give a view's rows.</summary>
/// <param name="Sql">The query.</param>
/// <param name="Of">The resource whose records they are.</param>
internal sealed record Part(string Sql, Resource Of)
{
    /// <summary>The query, split at its names.</summary>
    public SqlTemplate Template { get; } = new(Sql);

    /// <summary>The fields that are the same in all of its rows, such as the resource's name, and what they are.</summary>
    public IReadOnlyDictionary<string, string> Same { get; init; } = new Dictionary<string, string>();
}

/// <summary>A parameter of a view's own query.</summary>
/// <param name="Name">Its name, in the address and, after @, in the SQL.</param>
/// <param name="Kind">A code among those allowed, or a whole number: that of a version, which stands in the statement as @version does.</param>
/// <param name="Default">Its value when it is not given; null when the SQL says what that means.</param>
/// <param name="Allowed">The codes allowed, if it is a code.</param>
/// <param name="Description">What it does, for people.</param>
internal sealed record Input(string Name, ValueKind Kind, object? Default, IReadOnlyList<string>? Allowed, string Description);

/// <summary>A line of a view's declaration.</summary>
/// <param name="Name">The output column.</param>
/// <param name="Uses">What may be done with it.</param>
/// <param name="Filter">Name of its filter, where it is not the column's.</param>
/// <param name="Refers">What its values refer to.</param>
/// <param name="Unit">The column that holds the unit of its values: those of different units have no common least and largest.</param>
internal sealed record FieldDeclaration(string Name, FieldUses Uses = FieldUses.Read, string? Filter = null, Reference Refers = Reference.None, string? Unit = null)
{
    /// <summary>A column that is only read.</summary>
    public static implicit operator FieldDeclaration(string name) => new(name);
}
