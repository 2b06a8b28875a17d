using System.Data;
using System.Globalization;
using Dapper;

namespace Api.Listing;

/// <summary>A statement and its parameters.</summary>
public sealed record SqlQuery(string Text, SqlParameters Parameters)
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
/// are always parameters, so that nothing of the request itself becomes SQL. The numbers of the version and of the rows of a page
/// stand in the statement: of a parameter the planner would not know how many rows it leaves, and plan each time anew, which costs
/// more than to read a page.
/// </summary>
public static class SqlBuilder
{
    /// <summary>What q asks for, as SQL.</summary>
    public const string SearchQuery = "websearch_to_tsquery('dataset_english', @q)";
    private static readonly string RankColumn = $"ts_rank_cd(r.search, {SearchQuery})";

    /// <summary>
    /// Two statements: how many records match, in all or by the value of one field, unless that is known; and one page of them, with
    /// one more to tell whether there is a next.
    /// </summary>
    public static SqlQuery Page(ListQuery query, int version, bool isCounted)
    {
        var (where, parameters) = Where(query);
        var keys = query.Sort.Select((key, i) => $"{Column(key)}::text as key{i}");
        var after = query.After is null ? [] : After(query.Sort, query.After, parameters);
        var count = query is { View.CountedBy: { } by, Grouping: null } ? $"r.{by}, count(*)" : "null::text, count(*)";
        var counting = isCounted ? "" : $"select {count} from {From(query, where, [])}{(count[0] == 'r' ? "\ngroup by 1 order by 1" : "")};\n";
        return Of(version, $"""
            {counting}select {string.Join(", ", query.Fields.Select(field => $"r.{field.Name}").Concat(keys))}
            from {Remaining(query, where, after)}
            order by {Order(query.Sort)}
            limit {Take(query)}
            """, parameters);
    }

    /// <summary>All records that match, each field as the format wants its column.</summary>
    public static SqlQuery Table(ListQuery query, int version, Func<Field, string> column)
    {
        var (where, parameters) = Where(query);
        return Of(version, $"""
            select {string.Join(", ", query.Fields.Select(column))}
            from {From(query, where, [])}
            order by {Order(query.Sort)}
            """, parameters);
    }

    /// <summary>A statement of the caller's own about the rows that match, which it finds as matching.</summary>
    public static SqlQuery About(ListQuery query, int version, string statement)
    {
        var (where, parameters) = Where(query);
        return Of(version, $"with matching as (select r.* from {From(query, where, [])})\n{statement}", parameters);
    }

    /// <summary>Whether any row matches.</summary>
    public static SqlQuery Any(ListQuery query, int version)
    {
        var (where, parameters) = Where(query);
        return Of(version, $"select exists (select from {From(query, where, [])})", parameters);
    }

    /// <summary>The sources that the rows that match name, each once; all of them where the view's rows name none.</summary>
    public static SqlQuery Sources(ListQuery query, int version, View sources)
    {
        var (where, parameters) = Where(query);
        var named = query.View.Find("source_ids") is null ? "" : $"\nwhere s.id in (select unnest(r.source_ids) from {From(query with { Grouping = null }, where, [])})";
        return Of(version, $"""
            select s.id, s.title, s.author, s.publisher, s.date, s.kind
            from ({sources.Sql}) s{named}
            order by s.id
            """, parameters);
    }

    /// <summary>One record by its id.</summary>
    public static SqlQuery Record(ListQuery query, int version, string id, Func<Field, string> column)
    {
        var parameters = new SqlParameters();
        parameters.Add("id", id);
        return Of(version, $"""
            select {string.Join(", ", query.Fields.Select(column))}
            from ({query.View.Sql}) r where r.id = @id
            """, parameters);
    }

    /// <summary>Counts of records by each value of each field; a list counts once under each of its items.</summary>
    public static SqlQuery Facets(ListQuery query, int version)
    {
        var (where, parameters) = Where(query);
        var counts = query.By.Select((field, i) => field.Kind == FieldKind.List
            ? $"select {i} as field, item as value, count(*) as count from matching left join lateral unnest({field.Name}) item on true group by item"
            : $"select {i} as field, {field.Name}::text as value, count(*) as count from matching group by {field.Name}");
        return Of(version, $"""
            with matching as (select {string.Join(", ", query.By.Select(field => $"r.{field.Name}"))} from {From(query, where, [])})
            {string.Join("\nunion all\n", counts)}
            order by field, count desc, value
            """, parameters);
    }

    private static SqlQuery Of(int version, string text, SqlParameters parameters) =>
        new(text.Replace("@version", version.ToString(CultureInfo.InvariantCulture)), parameters);

    private static (List<string> Where, SqlParameters Parameters) Where(ListQuery query)
    {
        var parameters = new SqlParameters();
        foreach (var (name, value) in query.Inputs)
            parameters.Add(name, value, value is null ? DbType.Int32 : null);
        var where = new List<string>();
        for (var i = 0; i < query.Conditions.Count; i++)
        {
            var (filter, value) = query.Conditions[i];
            parameters.Add($"f{i}", value);
            where.Add(string.Format(filter.Comparison.Sql, $"r.{filter.Field.Name}", $"@f{i}"));
        }

        if (query.Window is { } window)
            where.AddRange(Within(window, parameters));
        if (query.Search is { } search)
        {
            parameters.Add("q", search);
            where.Add($"r.search @@ {SearchQuery}");
        }

        return (where, parameters);
    }

    /// <summary>
    /// A date that is open at one end may lie anywhere on that side; an unknown date lies nowhere. Asked as a range of days it is
    /// one condition, of which PostgreSQL knows how many rows it leaves, and which one index serves wherever the window lies.
    /// </summary>
    private static IEnumerable<string> Within(Window window, SqlParameters parameters)
    {
        parameters.Add("date_from", window.From, DbType.Date);
        parameters.Add("date_to", window.To, DbType.Date);
        yield return "(r.date_start is not null or r.date_end is not null)";
        yield return $"daterange(r.date_start, r.date_end, '[]') {(window.Certain ? "<@" : "&&")} daterange(@date_from, @date_to, '[]')";
    }

    /// <summary>
    /// The rows from which a page is taken. Of a table, each part of what comes after the cursor is a stretch of an index. They
    /// are read one after another, each from its beginning and for as many rows as the page still has room for: wherever the
    /// cursor stands, a page costs the same. A view, a group and a rank are made before they are ordered, which is done once.
    /// </summary>
    private static string Remaining(ListQuery query, List<string> where, List<string> after)
    {
        if (after.Count < 2 || query.View is not Resource || query.Grouping is not null || query.Sort.Any(key => key.Field is null))
            return From(query, where, after.Count == 0 ? [] : [$"({string.Join("\n    or ", after)})"]);
        var order = $"order by {Order(query.Sort)}";
        var room = $"{Take(query)}";
        var stretches = new List<string>();
        for (var i = 0; i < after.Count; i++)
        {
            var stretch = $"select r.* from {From(query, where, [after[i]])}\n{order}\nlimit {Take(query)}";
            stretches.Add($"stretch{i} as materialized (select * from ({stretch}) r {order} limit {room})");
            room += $" - (select count(*) from stretch{i})";
        }

        return $"(with {string.Join(",\n", stretches)}\n{string.Join(" union all ", after.Select((_, i) => $"select * from stretch{i}"))}) r";
    }

    /// <summary>A page, and one more.</summary>
    private static int? Take(ListQuery query) => query.Limit + 1;

    /// <summary>The rows that match, or their groups; what comes after a cursor is asked of the latter, as it is of the former.</summary>
    private static string From(ListQuery query, IReadOnlyList<string> where, IReadOnlyList<string> after) => query.Grouping is { } grouping
        ? $"({grouping.Sql(Conjunction(where))}) r{Conjunction(after)}"
        : $"({query.View.Sql}) r{Conjunction([.. where, .. after])}";

    private static string Conjunction(IReadOnlyList<string> where) => where.Count == 0 ? "" : $"\nwhere {string.Join("\n  and ", where)}";

    private static string Column(SortKey key) => key.Field is null ? RankColumn : $"r.{key.Field.SortColumn}";

    /// <summary>Unknown values come last, in either direction. Where there are none, it is not said, so that an index can be read backwards.</summary>
    private static string Order(IEnumerable<SortKey> sort) => string.Join(", ", sort.Select(key =>
        Column(key) + (key.Descending ? " desc" : "") + (MayBeUnknown(key) ? " nulls last" : "")));

    /// <summary>A date that is open at its start has no first day, though it is known. A rank always is.</summary>
    private static bool MayBeUnknown(SortKey key) => key.Field is { Nullable: true } or { Kind: FieldKind.FuzzyDate };

    /// <summary>
    /// The records after the cursor's, in parts that follow each other: those alike in the first keys and later in the next one,
    /// and those unknown in it, beginning with as many alike as there can be.
    /// </summary>
    private static List<string> After(IReadOnlyList<SortKey> sort, Cursor cursor, SqlParameters parameters)
    {
        var parts = new List<string>();
        var alike = new List<string>();
        for (var i = 0; i < sort.Count; i++)
        {
            var column = Column(sort[i]);
            if (cursor.Keys[i] is { } key)
            {
                parameters.Add($"k{i}", key);
                var value = $"@k{i}::{SqlType(sort[i])}";
                if (MayBeUnknown(sort[i]))
                    parts.Insert(0, Both(alike, $"{column} is null"));
                parts.Insert(0, Both(alike, $"{column} {(sort[i].Descending ? "<" : ">")} {value}"));
                alike.Add($"{column} = {value}");
            }
            else
            {
                alike.Add($"{column} is null");
            }
        }

        return parts;

        static string Both(IEnumerable<string> alike, string later) => $"({string.Join(" and ", alike.Append(later))})";
    }

    private static string SqlType(SortKey key) => key.Field?.Kind switch
    {
        null => "real",
        FieldKind.WholeNumber => "integer",
        FieldKind.ExactNumber => "numeric",
        FieldKind.Date or FieldKind.FuzzyDate => "date",
        _ => "text",
    };
}
