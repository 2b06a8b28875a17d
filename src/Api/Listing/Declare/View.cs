using System.Reflection;
using Api.Http;
using Dataset;

namespace Api.Listing.Declare;

/// <summary>
/// Rows that can be listed, filtered, sorted, paged, grouped and exported: their SQL and its columns. Every statement wraps the SQL:
/// <c>select … from (SQL) r where … order by …, key limit …</c>.
/// </summary>
internal class View
{
    private readonly Dictionary<string, Field> _fields;
    private readonly Dictionary<string, int> _filters;

    // The record is the type of a row and documents the fields. The SQL selects the rows of the version @version, with a column
    // search if full text can be searched.
    public View(
        string name, Type record, string sql, string defaultSort, IReadOnlyList<FieldDeclaration> fields,
        params IReadOnlyList<FilterDeclaration> filters)
    {
        Name = name;
        Rows = RowNames.Of(name);
        Record = record;
        Sql = sql;
        Template = new(sql);
        DefaultSort = defaultSort;
        var properties = record.GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(property => Names.Snake(property.Name));
        Fields = [.. fields.Select(field => new Field(properties[field.Name], field))];
        _fields = Fields.ToDictionary(field => field.Name);
        Facets = [.. Fields.Where(field => field.Uses.HasFlag(FieldUses.Facet))];
        FilterColumns = [.. filters.Select(filter => new Field(filter))];
        Filters = [.. Fields.Where(field => field.Uses.HasFlag(FieldUses.Filter)).Concat(FilterColumns).SelectMany(FieldFilter.Of)];
        _filters = Filters.Select((filter, index) => (filter.Parameter, index)).ToDictionary();
        HasDates = _fields.ContainsKey("date_start");
    }

    public string Name { get; }

    /// <summary>The name without slash and hyphen: the table of a resource.</summary>
    public string Identifier => Name.Replace('-', '_').Replace('/', '_');

    public RowNames Rows { get; init; }

    public Type Record { get; }

    /// <summary>Runs in psql once @version and the names in <see cref="Inputs"/> and <see cref="Narrowing"/> have values.</summary>
    public string Sql { get; }

    public SqlTemplate Template { get; }

    public string DefaultSort { get; }

    /// <summary>Columns that identify a row. They end every order, so that it is total.</summary>
    public IReadOnlyList<string> Key { get; init; } = ["id"];

    /// <summary>The id of a row, where each row has an address of its own; otherwise null.</summary>
    public string? Example { get; init; }

    public IReadOnlyList<Input> Inputs { get; init; } = [];

    /// <summary>Finds errors in the combination of valid inputs, given the version to read.</summary>
    public Func<IReadOnlyDictionary<string, object?>, int, ParameterError?>? Check { get; init; }

    /// <summary>
    /// Filters by one of several values that the view's own SQL takes too, as an array or null, so that it does not build rows only to drop
    /// them. Such a condition must keep everything from which a row is built, or nothing.
    /// </summary>
    public IReadOnlyList<string> Narrowing { get; init; } = [];

    /// <summary>The processor time of a request that finds nothing, in milliseconds.</summary>
    public double Milliseconds { get; init; } = 2;

    /// <summary>The further time for each record that is read, in milliseconds, before any row is sent.</summary>
    public double MillisecondsOfRecord { get; init; } = 0.0004;

    /// <summary>
    /// An estimate of the rows that its own SQL builds, where they are not bounded by the records: from the inputs, the number of values of each
    /// filter in <see cref="Narrowing"/> (0 without it), and the number of records of each resource.
    /// </summary>
    public Func<IReadOnlyDictionary<string, object?>, Func<string, int>, Func<string, long>, double>? BuiltRows { get; init; }

    /// <summary>The usual number of items in a list of a row.</summary>
    public int ItemsOfList { get; init; } = 3;

    public bool HasSearch { get; init; } = true;

    public bool NeedsSearch { get; init; }

    /// <summary>A page also counts its total by the values of this field; null for the total alone.</summary>
    public string? CountedBy { get; init; }

    /// <summary>
    /// Queries whose union is the view, each led by the indexes of one table, so that a page reads only the beginning of each. Empty where
    /// rows are computed before they can be ordered.
    /// </summary>
    public IReadOnlyList<Part> Parts { get; init; } = [];

    /// <summary>The column that is slow to compute, if any.</summary>
    public SlowColumn? Slow { get; init; }

    public IReadOnlyList<Field> Fields { get; }

    /// <summary>Columns that rows do not show, only for their filters.</summary>
    public IReadOnlyList<Field> FilterColumns { get; }

    public IReadOnlyList<Field> Facets { get; }

    public IReadOnlyList<FieldFilter> Filters { get; }

    public bool HasDates { get; }

    public Field? Find(string name) => _fields.GetValueOrDefault(name);

    public IEnumerable<FieldFilter> FiltersAmong(IEnumerable<string> parameters) =>
        parameters.Select(name => _filters.GetValueOrDefault(name, -1)).Where(index => index >= 0).Order().Select(index => Filters[index]);
}

internal sealed record Part(string Sql, Resource Of)
{
    public SqlTemplate Template { get; } = new(Sql);

    /// <summary>Fields with one value in all rows, such as the resource's name.</summary>
    public IReadOnlyDictionary<string, string> Same { get; init; } = new Dictionary<string, string>();
}

/// <summary>
/// A column of a view's SQL that is slow to compute, with the fields that are its members and their SQL. It is computed once for each row
/// that is sent: not for each of its members, and not for the other rows that match.
/// </summary>
internal sealed record SlowColumn(string Name, IReadOnlyDictionary<string, string> Members);

/// <summary>
/// A parameter of the view's own SQL, with the same name after @: an allowed code, or the number of a version, which becomes a literal. Where
/// it is absent and has no default, the SQL decides.
/// </summary>
internal sealed record Input(string Name, ValueKind Kind, object? Default, IReadOnlyList<string>? Allowed, string Description);

/// <summary>
/// A column. The filter's name is given where it differs. The unit is a column too: values of different units have no common minimum and
/// maximum.
/// </summary>
internal sealed record FieldDeclaration(
    string Name, FieldUses Uses = FieldUses.Read, string? Filter = null, Reference Refers = Reference.None, string? Unit = null)
{
    public static implicit operator FieldDeclaration(string name) => new(name);
}

/// <summary>A filter by a column that rows do not show, such as the people and countries in a list of objects.</summary>
internal sealed record FilterDeclaration(
    string Column, string Filter, ValueKind Kind, string Description, Reference Refers = Reference.None, bool Nullable = false);
