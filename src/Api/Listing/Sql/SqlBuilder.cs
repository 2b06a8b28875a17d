using Api.Listing.Declare;
using Api.Listing.Parse;

namespace Api.Listing.Sql;

/// <summary>
/// From a parsed request to SQL: a pure function. Names of columns come from the resource's declaration, and values are parameters,
/// so that no text of the request becomes SQL.
/// </summary>
internal static class SqlBuilder
{
    /// <summary>
    /// The numbers of rows for which a page's statement is planned: one is its literal, because the planner does not know the value of a
    /// parameter. The limit of the request is a parameter of the same statement, so that each limit is not another statement.
    /// </summary>
    private static readonly int[] Steps = [11, 51, 101, 301, CommonParameter.MostRecords + 1];

    /// <summary>How many records match: in all, or by each value of the field that the view is counted by.</summary>
    public static SqlQuery Count(ListQuery query, int version)
    {
        var scope = new StatementScope(query, version);
        return query is { View.CountedBy: { } field, Grouping: null }
            ? new($"select r.{field}, count(*) from {From(scope)}\ngroup by 1 order by 1", scope.Values)
            : new($"select null::text, count(*) from {From(scope)}", scope.Values);
    }

    /// <summary>
    /// Whether the first page can count the rows that match: they are computed before they can be ordered, so that counting them apart would
    /// compute them again.
    /// </summary>
    public static bool CanCountInPage(ListQuery query) =>
        query.After is null && (query.Grouping is not null || query.View is { Parts.Count: 0, CountedBy: null });

    /// <summary>
    /// One page of the records that match, with its sort keys, and one record more, which shows that there is a next page. Behind the sort keys
    /// a counted page has the number of all records that match.
    /// </summary>
    public static SqlQuery Page(ListQuery query, int version, bool isCounted = false)
    {
        var scope = new StatementScope(query, version);
        var keys = query.Sort.Select(key => $"{(key.Field is null ? $"rank_of(r.search, {scope.Search})" : Ordering.Column(key, scope))}::text")
            .Concat(isCounted ? ["count(*) over ()"] : [])
            .Select((key, i) => $"{key} as key{i}").ToArray();
        var rows = Select(query, field => $"r.{field.Name}", keys, $"""
            from {Remaining(scope)}
            order by {Ordering.By(query.Sort, scope)}
            limit {StepOf(query)}
            """);
        return new($"select * from (\n{rows}\n) page limit {scope.Values.Add(query.Limit!.Value + 1)}", scope.Values);
    }

    /// <summary>All records that match, each field in the column that the format reads.</summary>
    public static SqlQuery Table(ListQuery query, int version, Func<Field, string> column)
    {
        var scope = new StatementScope(query, version);
        return new(Select(query, column, [], $"""
            from {From(scope)}
            order by {Ordering.By(query.Sort, scope)}
            """), scope.Values);
    }

    /// <summary>The caller's statement about the rows that match, which it reads as matching.</summary>
    /// <param name="query">The request.</param>
    /// <param name="version">The dataset version.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="values">Further values, by their names in the statement.</param>
    public static SqlQuery About(ListQuery query, int version, SqlTemplate statement, params (string Name, object Value)[] values)
    {
        var scope = new StatementScope(query, version);
        var matching = From(scope);
        var added = values.ToDictionary(value => value.Name, value => scope.Values.Add(value.Value));
        return new($"with matching as (select r.* from {matching})\n{scope.Fill(statement, added)}", scope.Values);
    }

    /// <summary>Whether any row matches.</summary>
    public static SqlQuery Any(ListQuery query, int version)
    {
        var scope = new StatementScope(query, version);
        return new($"select exists (select from {From(scope)})", scope.Values);
    }

    /// <summary>The sources that the matching rows name, each once; all of them where the view's rows name none.</summary>
    public static SqlQuery Sources(ListQuery query, int version, View sources)
    {
        var scope = new StatementScope(query with { Grouping = null }, version);
        var named = query.View.Find("source_ids") is null ? "" : $"\nwhere s.id in (select unnest(r.source_ids) from {From(scope)})";
        return new($"""
            select s.id, s.title, coalesce(p.name, s.author) as author, s.publisher, s.date, s.kind, s.url
            from ({scope.Fill(sources.Template)}) s
            left join people p on p.id = s.author and p.since <= {version} and (p.until is null or p.until > {version}){named}
            order by s.id
            """, scope.Values);
    }

    /// <summary>
    /// One record by its id, which narrows a view that builds its rows. An index leaves one row in any version: so the version is a
    /// parameter, and all share one statement.
    /// </summary>
    public static SqlQuery Record(ListQuery query, int version, string id, Func<Field, string> column)
    {
        var values = new SqlValues();
        var (wanted, current) = (values.Add(id), values.Add(version));
        return new($"""
            select {string.Join(", ", query.Fields.Select(column))}
            from ({query.View.Template.Fill(name => name == "version" ? current : $"array[{wanted}]")}) r where r.id = {wanted}
            """, values);
    }

    /// <summary>Counts of records by each value of each field. A list counts once under each of its items.</summary>
    public static SqlQuery Facets(ListQuery query, int version)
    {
        var scope = new StatementScope(query, version);
        var counts = query.By.Select((field, i) => field.Kind.IsList
            ? $"select {i} as field, one.value, count(*) as count from matching left join lateral unnest({field.Name}) one(value) on true group by 2"
            : $"select {i} as field, {field.Name}::text as value, count(*) as count from matching group by {field.Name}");
        return new($"""
            with matching as (select {string.Join(", ", query.By.Select(field => $"r.{field.Name}"))} from {From(scope)})
            {string.Join("\nunion all\n", counts)}
            order by field, count desc, value
            """, scope.Values);
    }

    /// <summary>
    /// The fields of rows that are ordered and limited already. The members of a slow column are taken outside, where it has its value: offset 0
    /// keeps PostgreSQL from merging the two queries and computing it for each member.
    /// </summary>
    private static string Select(ListQuery query, Func<Field, string> column, IReadOnlyList<string> keys, string rows)
    {
        var fields = query.Fields.Select(column);
        if (query.Grouping is not null || query.View.Slow is not { } slow || !query.Fields.Any(field => slow.Members.ContainsKey(field.Name)))
            return $"select {string.Join(", ", fields.Concat(keys))}\n{rows}";
        var quick = query.Fields.Where(field => !slow.Members.ContainsKey(field.Name)).Select(field => $"r.{field.Name}");
        return $"""
            select {string.Join(", ", fields.Concat(keys.Select((_, i) => $"r.key{i}")))}
            from (select r.*, {string.Join(", ", slow.Members.Select(member => $"{member.Value} as {member.Key}"))}
            from (select {string.Join(", ", quick.Append($"r.{slow.Name}").Concat(keys))}
            {rows}
            offset 0) r) r
            """;
    }

    /// <summary>
    /// The rows from which a page is taken. Where the rows are in indexes, each range of an index that the page may begin with is ordered
    /// and limited by itself, and PostgreSQL merges the ranges row by row, no further than the page needs: every page costs the same.
    /// Rows that are computed before they can be ordered, such as groups and ranks, are ordered once.
    /// </summary>
    private static string Remaining(StatementScope scope)
    {
        var (query, where) = (scope.Query, scope.Where);
        if (query.View.Parts.Count == 0 || query.Grouping is not null || query.Sort.Any(key => key.Field is null))
            return From(scope, query.After is null ? [] : [Ordering.Any(Ordering.After(scope))]);
        var ranges = query.View.Parts
            .SelectMany(part => query.After is null
                ? [(part, where)]
                : Ordering.After(scope, part).Select(after => (part, Where: (IReadOnlyList<string>)[.. where, after])))
            .Select(range => (range.part, Rows: $"({scope.Fill(range.part.Template)}) r{Conjunction(range.Where)}")).ToArray();
        if (ranges.Length == 1)
            return ranges[0].Rows;
        var names = query.Fields.Select(field => field.Name).Concat(query.Sort.Select(key => key.Field!.SortColumn)).Distinct();
        var columns = string.Join(", ", names.Select(name => $"r.{name}"));
        return $"({string.Join("\nunion all\n", ranges.Select(range => $"""
            (select {columns} from {range.Rows}
            order by {Ordering.By(query.Sort, scope, range.part)}
            limit {StepOf(query)})
            """))}) r";
    }

    private static int StepOf(ListQuery query) => Steps.FirstOrDefault(step => step > query.Limit, query.Limit!.Value + 1);

    /// <summary>The rows that match, or their groups. The conditions behind a cursor apply to the groups where there are groups.</summary>
    private static string From(StatementScope scope, params IReadOnlyList<string> after) => scope.Query.Grouping is { } grouping
        ? $"({grouping.Sql(scope.Rows, Conjunction(scope.Where))}) r{Conjunction(after)}"
        : $"({scope.Rows}) r{Conjunction([.. scope.Where, .. after])}";

    private static string Conjunction(IReadOnlyList<string> where) => where.Count == 0 ? "" : $"\nwhere {string.Join("\n  and ", where)}";
}
