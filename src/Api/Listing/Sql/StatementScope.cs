using System.Data;
using System.Globalization;
using Api.Listing.Declare;
using Api.Listing.Parse;

namespace Api.Listing.Sql;

/// <summary>
/// The parts of one statement that its text shares: each value is added once, and its parameter is used wherever the value is.
/// Numbers of versions and rows are literals, not parameters. The planner does not know how many rows a parameter leaves, and would plan each time.
/// </summary>
internal sealed class StatementScope(ListQuery query, int version)
{
    private readonly Dictionary<string, string> _names = [];
    private string? _rows;
    private string? _search;
    private string?[]? _keys;
    private List<string>? _where;

    public ListQuery Query => query;

    public SqlValues Values { get; } = new();

    /// <summary>The full-text query of q.</summary>
    public string Search => $"websearch_to_tsquery('dataset_english', {_search ??= Values.Add(query.Search)})";

    public string Rows => _rows ??= Fill(query.View.Template);

    public IReadOnlyList<string> Where => _where ??= [.. Conditions()];

    /// <summary>A template with the values of this request, and with further parameters by their names.</summary>
    public string Fill(SqlTemplate template, IReadOnlyDictionary<string, string>? further = null) =>
        template.Fill(name => further?.GetValueOrDefault(name) ?? ValueOf(name));

    /// <summary>The value of a sort key in the record before the page.</summary>
    public string Key(int place, string type)
    {
        _keys ??= new string?[query.Sort.Count];
        return $"(select {_keys[place] ??= Values.Add(query.After!.Keys[place])}::{type})";
    }

    /// <summary>Where a filter that narrows is absent, null is a literal, so that the planner drops the condition.</summary>
    private string ValueOf(string name)
    {
        if (name == "version")
            return version.ToString(CultureInfo.InvariantCulture);
        if (name == "q")
            return _search ??= Values.Add(query.Search);
        if (_names.TryGetValue(name, out var known))
            return known;
        if (query.View.Inputs.FirstOrDefault(input => input.Name == name) is { } input)
            return _names[name] = OfInput(input);
        if (!query.View.Narrowing.Contains(name))
            throw new InvalidOperationException($"The query of {query.View.Name} has the name @{name}, which has no value.");
        return _names[name] = query.Conditions.FirstOrDefault(condition => condition.Filter.Parameter == name) is { } narrowing
            ? Values.Add(narrowing.Value) : "null::text[]";
    }

    private string OfInput(Input input)
    {
        var value = query.Inputs.GetValueOrDefault(input.Name, input.Default);
        if (input.Kind != ValueKind.WholeNumber)
            return Values.Add(value);
        return value is int number ? number.ToString(CultureInfo.InvariantCulture) : "null::integer";
    }

    private IEnumerable<string> Conditions()
    {
        foreach (var (filter, value) in query.Conditions)
            yield return string.Format(filter.Operator.Sql, $"r.{filter.Field.Name}", Values.Add(value));
        if (query.Window is { } window)
        {
            // A date that is open at one end may lie anywhere on that side, and an unknown date lies nowhere. As a range of days
            // it is one condition, which PostgreSQL can estimate and one index serves, wherever the window lies.
            yield return "(r.date_start is not null or r.date_end is not null)";
            var (from, to) = (Values.Add(window.From, DbType.Date), Values.Add(window.To, DbType.Date));
            yield return $"daterange(r.date_start, r.date_end, '[]') {(window.Certain ? "<@" : "&&")} daterange({from}, {to}, '[]')";
        }

        if (query.Search is not null)
            yield return $"r.search @@ {Search}";
    }
}
