using Api.Listing.Declare;
using Api.Listing.Parse;

namespace Api.Listing.Sql;

/// <summary>The order of rows as SQL, and the rows behind a cursor in it.</summary>
internal static class Ordering
{
    /// <summary>The expression over rows r that a key orders by.</summary>
    public static string Column(SortKey key, StatementScope scope) =>
        key.Field is null ? $"ts_rank(r.search, {scope.Search})" : $"r.{key.Field.SortColumn}";

    /// <summary>
    /// Unknown values come last, in either direction. A column without them does not say so, so that an index can be read backwards.
    /// A part is in the order of its resource's own indexes; a field with one value in all of the part does not order it.
    /// </summary>
    public static string By(IEnumerable<SortKey> sort, StatementScope scope, Part? part = null) => string.Join(", ", sort
        .Where(key => part?.Same.ContainsKey(key.Name) != true)
        .Select(key => Column(key, scope)
            + (key.Descending ? " desc" : "") + (MayBeUnknown(part?.Of.Find(key.Name) ?? key.Field) ? " nulls last" : "")));

    /// <summary>A date that is open at its start has no first day, though it is known. A rank is always known.</summary>
    private static bool MayBeUnknown(Field? field) => field is { Nullable: true } or { Kind.SortSuffix.Length: > 0 };

    /// <summary>
    /// The conditions of the rows behind the cursor, in ranges that follow each other: equal in the first key and later in the
    /// others, later in the first key, and unknown in it.
    /// </summary>
    /// <remarks>
    /// Two things are for the planner. A key is a subquery, because the planner looks at the value of a plain parameter to estimate the rows
    /// behind it, and would plan every page, which costs more than reading it. And equality is written as one of one: of a column that equals
    /// something the planner forgets that rows are in its order, and would sort what need only be merged.
    /// </remarks>
    public static IReadOnlyList<string> After(StatementScope scope, Part? part = null, int first = 0)
    {
        var query = scope.Query;
        if (first == query.Sort.Count)
            return [];
        var key = query.Sort[first];
        var cursor = query.After!.Keys[first];
        if (part?.Same.TryGetValue(key.Name, out var same) == true)
        {
            var place = string.CompareOrdinal(same, cursor) * (key.Descending ? -1 : 1);
            return place == 0 ? After(scope, part, first + 1) : place < 0 ? [] : ["true"];
        }

        var column = Column(key, scope);
        var value = cursor is null ? null : scope.Key(first, key.Field?.Kind.SqlType ?? "real");
        var others = After(scope, part, first + 1);
        var ranges = new List<string>();
        if (others.Count > 0)
            ranges.Add($"{column} {(cursor is null ? "is null" : $"= any(array[{value}])")} and {Any(others)}");
        if (cursor is not null)
            ranges.Add($"{column} {(key.Descending ? "<" : ">")} {value}");
        if (cursor is not null && MayBeUnknown(key.Field) && MayBeUnknown(part?.Of.Find(key.Name) ?? key.Field))
            ranges.Add($"{column} is null");
        return ranges;
    }

    /// <summary>The condition that one of them is met.</summary>
    public static string Any(IReadOnlyList<string> conditions) => conditions.Count == 1 ? conditions[0] : $"({string.Join(" or ", conditions)})";
}
