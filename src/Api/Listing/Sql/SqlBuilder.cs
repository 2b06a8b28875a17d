using System.Collections.Concurrent;
using System.Data;
using System.Globalization;
using System.Text.RegularExpressions;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Dapper;

namespace Api.Listing.Sql;

/// <summary>A statement and its parameters, which have names, or places where they have none.</summary>
internal sealed record SqlQuery(string Text, SqlParameters Parameters)
{
    /// <summary>
    /// The command as Dapper takes it. There is no end of statements, since fields, orders and numbers stand in them, and Dapper would
    /// keep what it makes for each for as long as the service runs.
    /// </summary>
    public CommandDefinition Command(CancellationToken cancel, int? timeout = null) =>
        new(Text, Parameters, commandTimeout: timeout, flags: CommandFlags.Buffered | CommandFlags.NoCache, cancellationToken: cancel);
}

/// <summary>
/// From an understood request to SQL: a pure function. Names of columns come from the resource's declaration, and values
/// are always parameters, so that nothing of the request itself becomes SQL, but for numbers: those of versions and of the rows of a page
/// stand in the statement. Of a parameter the planner would not know how many rows it leaves, and plan each time anew, which costs
/// more than to read a page.
/// </summary>
internal static partial class SqlBuilder
{
    /// <summary>What q asks for, as SQL.</summary>
    public const string SearchQuery = "websearch_to_tsquery('dataset_english', @q)";

    private static readonly ConcurrentDictionary<(View View, Func<Field, string> Column), string> WholeRecords = new();

    /// <summary>
    /// Two statements: how many records match, in all or by the value of one field, unless that is known; and one page of them, with
    /// one more to tell whether there is a next.
    /// </summary>
    public static SqlQuery Page(ListQuery query, int version, bool isCounted)
    {
        var where = Where(query);
        var keys = query.Sort.Select((key, i) => $"{Ordering.Column(key)}::text as key{i}");
        var count = query is { View.CountedBy: { } by, Grouping: null } ? $"r.{by}, count(*)" : "null::text, count(*)";
        var counting = isCounted ? "" : $"select {count} from {From(query, where)}{(count[0] == 'r' ? "\ngroup by 1 order by 1" : "")};\n";
        return Of(query, version, $"""
            {counting}select {string.Join(", ", query.Fields.Select(field => $"r.{field.Name}").Concat(keys))}
            from {Remaining(query, where)}
            order by {Ordering.By(query.Sort)}
            limit {Take(query)}
            """);
    }

    /// <summary>All records that match, each field as the format wants its column.</summary>
    public static SqlQuery Table(ListQuery query, int version, Func<Field, string> column)
    {
        var where = Where(query);
        return Of(query, version, $"""
            select {string.Join(", ", query.Fields.Select(column))}
            from {From(query, where)}
            order by {Ordering.By(query.Sort)}
            """);
    }

    /// <summary>A statement of the caller's own about the rows that match, which it finds as matching.</summary>
    public static SqlQuery About(ListQuery query, int version, string statement)
    {
        var where = Where(query);
        return Of(query, version, $"with matching as (select r.* from {From(query, where)})\n{statement}");
    }

    /// <summary>Whether any row matches.</summary>
    public static SqlQuery Any(ListQuery query, int version)
    {
        var where = Where(query);
        return Of(query, version, $"select exists (select from {From(query, where)})");
    }

    /// <summary>The sources that the rows that match name, each once; all of them where the view's rows name none.</summary>
    public static SqlQuery Sources(ListQuery query, int version, View sources)
    {
        var where = Where(query);
        var named = query.View.Find("source_ids") is null ? "" : $"\nwhere s.id in (select unnest(r.source_ids) from {From(query with { Grouping = null }, where)})";
        return Of(query, version, $"""
            select s.id, s.title, s.author, s.publisher, s.date, s.kind
            from ({sources.Sql}) s{named}
            order by s.id
            """);
    }

    /// <summary>
    /// One record by its id. An index leaves one row whatever the version, so that the statement is the same for every record; with all
    /// fields it is made once, and its parameters have places in place of names, for which Npgsql need not search it.
    /// </summary>
    public static SqlQuery Record(ListQuery query, int version, string id, Func<Field, string> column)
    {
        var parameters = new SqlParameters();
        parameters.Add("", id);
        parameters.Add("", version);
        return new(query.Fields == query.View.Fields ? WholeRecords.GetOrAdd((query.View, column), _ => Text()) : Text(), parameters);

        string Text() => $"""
            select {string.Join(", ", query.Fields.Select(column))}
            from ({query.View.Sql.Replace("@version", "$2")}) r where r.id = $1
            """;
    }

    /// <summary>Counts of records by each value of each field; a list counts once under each of its items.</summary>
    public static SqlQuery Facets(ListQuery query, int version)
    {
        var where = Where(query);
        var counts = query.By.Select((field, i) => field.Kind == FieldKind.List
            ? $"select {i} as field, item as value, count(*) as count from matching left join lateral unnest({field.Name}) item on true group by item"
            : $"select {i} as field, {field.Name}::text as value, count(*) as count from matching group by {field.Name}");
        return Of(query, version, $"""
            with matching as (select {string.Join(", ", query.By.Select(field => $"r.{field.Name}"))} from {From(query, where)})
            {string.Join("\nunion all\n", counts)}
            order by field, count desc, value
            """);
    }

    private static SqlQuery Of(ListQuery query, int version, string text)
    {
        var written = Written(query, version).ToDictionary();
        return new(NamePattern().Replace(text, name => written.GetValueOrDefault(name.Groups[1].Value, name.Value)), Parameters(query));
    }

    /// <summary>
    /// What of the view's own query stands in the statement: the numbers of versions, and null where a filter that narrows is not given,
    /// so that the planner drops the condition. Of a parameter it would take for granted that hardly a row has it null.
    /// </summary>
    private static IEnumerable<KeyValuePair<string, string>> Written(ListQuery query, int version)
    {
        yield return new("version", version.ToString(CultureInfo.InvariantCulture));
        foreach (var input in query.View.Inputs.Where(input => input.Kind == FieldKind.WholeNumber))
            yield return new(input.Name, query.Inputs.GetValueOrDefault(input.Name) is int number ? number.ToString(CultureInfo.InvariantCulture) : "null::integer");
        foreach (var name in query.View.Narrowing.Where(name => ValueOf(query, name) is null))
            yield return new(name, "null::text[]");
    }

    private static object? ValueOf(ListQuery query, string filter) => query.Conditions.FirstOrDefault(condition => condition.Filter.Parameter == filter)?.Value;

    /// <summary>A name that a statement has for a value; neither an operator nor what follows one.</summary>
    [GeneratedRegex(@"(?<=[\s(\[,])@(\w+)")]
    internal static partial Regex NamePattern();

    private static List<string> Where(ListQuery query)
    {
        var where = query.Conditions.Select((condition, i) => string.Format(condition.Filter.Operator.Sql, $"r.{condition.Filter.Field.Name}", $"@f{i}")).ToList();
        if (query.Window is { } window)
            where.AddRange(Within(window));
        if (query.Search is not null)
            where.Add($"r.search @@ {SearchQuery}");
        return where;
    }

    /// <summary>
    /// A date that is open at one end may lie anywhere on that side; an unknown date lies nowhere. Asked as a range of days it is
    /// one condition, of which PostgreSQL knows how many rows it leaves, and which one index serves wherever the window lies.
    /// </summary>
    private static IEnumerable<string> Within(Window window)
    {
        yield return "(r.date_start is not null or r.date_end is not null)";
        yield return $"daterange(r.date_start, r.date_end, '[]') {(window.Certain ? "<@" : "&&")} daterange(@date_from, @date_to, '[]')";
    }

    /// <summary>The values of a question, and of the place where its page begins.</summary>
    public static SqlParameters Parameters(ListQuery query)
    {
        var parameters = new SqlParameters();
        foreach (var input in query.View.Inputs.Where(input => input.Kind != FieldKind.WholeNumber))
            parameters.Add(input.Name, query.Inputs.GetValueOrDefault(input.Name, input.Default));
        foreach (var name in query.View.Narrowing)
        {
            if (ValueOf(query, name) is { } value)
                parameters.Add(name, value);
        }

        for (var i = 0; i < query.Conditions.Count; i++)
            parameters.Add($"f{i}", query.Conditions[i].Value);
        if (query.Window is { } window)
        {
            parameters.Add("date_from", window.From, DbType.Date);
            parameters.Add("date_to", window.To, DbType.Date);
        }

        if (query.Search is { } search)
            parameters.Add("q", search);
        for (var i = 0; i < query.After?.Keys.Count; i++)
        {
            if (query.After.Keys[i] is { } key)
                parameters.Add($"k{i}", key);
        }

        return parameters;
    }

    /// <summary>
    /// The rows from which a page is taken. Where they stand in indexes, each stretch of one that the page may begin with is ordered and
    /// limited by itself, and PostgreSQL merges the stretches row by row, no further than the page has room: wherever the cursor stands,
    /// a page costs the same. What is made before it can be ordered, as groups and ranks are, is ordered once.
    /// </summary>
    private static string Remaining(ListQuery query, List<string> where)
    {
        if (query.View.Parts.Count == 0 || query.Grouping is not null || query.Sort.Any(key => key.Field is null))
            return From(query, where, query.After is null ? [] : [Ordering.Any(Ordering.After(query))]);
        var stretches = query.View.Parts
            .SelectMany(part => query.After is null ? [(part, where)] : Ordering.After(query, part).Select(after => (part, where: where.Append(after).ToList())))
            .Select(stretch => (stretch.part, Rows: $"({stretch.part.Sql}) r{Conjunction(stretch.where)}")).ToArray();
        if (stretches.Length == 1)
            return stretches[0].Rows;
        var columns = string.Join(", ", query.Fields.Select(field => field.Name).Concat(query.Sort.Select(key => key.Field!.SortColumn)).Distinct().Select(name => $"r.{name}"));
        return $"({string.Join("\nunion all\n", stretches.Select(stretch => $"""
            (select {columns} from {stretch.Rows}
            order by {Ordering.By(query.Sort, stretch.part)}
            limit {Take(query)})
            """))}) r";
    }

    /// <summary>A page, and one more.</summary>
    private static int? Take(ListQuery query) => query.Limit + 1;

    /// <summary>The rows that match, or their groups; what comes after a cursor is asked of the latter, as it is of the former.</summary>
    private static string From(ListQuery query, IReadOnlyList<string> where, params IReadOnlyList<string> after) => query.Grouping is { } grouping
        ? $"({grouping.Sql(Conjunction(where))}) r{Conjunction(after)}"
        : $"({query.View.Sql}) r{Conjunction([.. where, .. after])}";

    private static string Conjunction(IReadOnlyList<string> where) => where.Count == 0 ? "" : $"\nwhere {string.Join("\n  and ", where)}";
}
