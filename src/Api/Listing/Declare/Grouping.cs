using Dataset;

namespace Api.Listing.Declare;

/// <summary>The columns that every group may have.</summary>
internal sealed record Group
{
    /// <summary>With group_by: number of records in the group.</summary>
    public required int Count { get; init; }

    /// <summary>With group_by: number of source documents of the group's records.</summary>
    public required int DistinctSources { get; init; }

    /// <summary>With group_by: year that contains the whole date, as 2022; null when the date is unknown or not within one year.</summary>
    public required string? Year { get; init; }

    /// <summary>With group_by: quarter that contains the whole date, as 2022-Q1; null when the date is unknown or not within one quarter.</summary>
    public required string? Quarter { get; init; }

    /// <summary>With group_by: month that contains the whole date, as 2022-02; null when the date is unknown or not within one month.</summary>
    public required string? Month { get; init; }
}

/// <summary>
/// A column with its SQL over the rows r, and the columns of these rows that it reads. Joining the items of a list lets a record count in the group
/// of each.
/// </summary>
internal sealed record GroupColumn(Field Field, string Sql, IReadOnlyList<string> From, string? Join = null);

/// <summary>Groups of a view's rows, with their counts, sources, and the smallest and largest of every number and day.</summary>
internal sealed record Grouping(View View, IReadOnlyList<GroupColumn> By)
{
    /// <summary>How many of the columns are items of lists.</summary>
    public int Lists { get; } = By.Count(column => column.Join is not null);

    public IReadOnlyList<Field> Fields { get; } = [.. By.Concat(Measures(View)).Select(column => column.Field)];

    /// <summary>The countable columns and periods of time. A list has the name of one of its items, which must differ from its own.</summary>
    public static IEnumerable<GroupColumn> Possible(View view) => view.Fields
        .Where(field => field.Uses.HasFlag(FieldUses.Facet) && (!field.Kind.IsList || field.FilterNames[0] != field.Name))
        .Select(field => field.Kind.IsList
            ? Item(field, field.FilterNames[0])
            : new GroupColumn(new Field(field, field.Name, field.Kind, field.Description), $"r.{field.Name}", [field.Name]))
        .Concat(view.HasDates ? Periods : []);

    public static IEnumerable<GroupColumn> Measures(View view)
    {
        yield return new(Own(nameof(Group.Count)), "count(*)::integer", []);
        if (view.Find("source_ids") is not null)
        {
            yield return new(
                Own(nameof(Group.DistinctSources)), "coalesce(bit_count(bit_or(sources.bits)), 0)::integer", ["source_ids"],
                "left join sources on sources.source_ids = r.source_ids");
        }

        foreach (var field in view.Fields.Where(field => field.Kind.IsOrdered))
        {
            yield return Extreme(field, "min", "smallest");
            yield return Extreme(field, "max", "largest");
        }
    }

    /// <summary>
    /// The sources of a row are a string with a bit for each source of all rows, so that those of a group are counted without another row for each
    /// source. Rows with the same sources share one string. Each bit and each list is handled once, by its number.
    /// </summary>
    public string Sql(string rows, string where)
    {
        var columns = By.Concat(Measures(View)).ToArray();
        return $"""
            with matching as (
            select {string.Join(", ", columns.SelectMany(column => column.From).Distinct().Select(name => $"r.{name}"))}
            from ({rows}) r{where}
            ){(View.Find("source_ids") is null ? "" : SourcesSql)}
            select {string.Join(", ", columns.Select(column => $"{column.Sql} as {column.Field.Name}"))}
            from matching r
            {string.Join('\n', columns.Select(column => column.Join).OfType<string>())}
            group by {string.Join(", ", By.Select((_, i) => i + 1))}
            """;
    }

    private const string SourcesSql = """
        ,
        numbered as materialized (
        select id, set_bit(repeat('0', (count(*) over ())::integer)::bit varying, (row_number() over ())::integer - 1, 1) as bit
        from (select distinct unnest(source_ids) as id from matching) one
        ),
        listed as materialized (
        select source_ids, row_number() over () as list
        from (select distinct source_ids from matching) one
        ),
        bits_of_list as (
        select list, bit_or(bit) as bits
        from listed, unnest(source_ids) named (id) join numbered using (id)
        group by list
        ),
        sources as (
        select source_ids, bits
        from listed join bits_of_list using (list)
        )
        """;

    private static GroupColumn Item(Field list, string name) => new(
        new Field(list, name, list.Codes is null ? ValueKind.Text : ValueKind.Code,
            $"With group_by: one of {list.Name}; null for records that have none."),
        $"one_{name}.item", [list.Name], $"left join lateral unnest(r.{list.Name}) one_{name}(item) on true");

    /// <summary>Dollars and percents have no common minimum.</summary>
    private static GroupColumn Extreme(Field field, string function, string word)
    {
        var value = $"{function}(r.{field.Name})";
        var condition = field.Unit is null ? "" : $"; null when the group mixes values of {field.Unit}";
        var description = $"With group_by: {word} {field.Name} in the group{condition}.";
        var measured = new Field(field, $"{field.Name}_{function}", field.Kind, description);
        return field.Unit is not { } unit ? new(measured, value, [field.Name])
            : new(measured, $"case when min(r.{unit}) = max(r.{unit}) then {value} end", [field.Name, unit]);
    }

    private static readonly GroupColumn[] Periods =
    [
        new(Own(nameof(Group.Year)), Within("year", "'YYYY'"), ["date_start", "date_end"]),
        new(Own(nameof(Group.Quarter)), Within("quarter", "'YYYY-\"Q\"Q'"), ["date_start", "date_end"]),
        new(Own(nameof(Group.Month)), Within("month", "'YYYY-MM'"), ["date_start", "date_end"]),
    ];

    private static string Within(string period, string form) =>
        $"case when date_trunc('{period}', r.date_start::timestamp) = date_trunc('{period}', r.date_end::timestamp) "
        + $"then to_char(r.date_start, {form}) end";

    private static Field Own(string property) =>
        new(typeof(Group).GetProperty(property)!, new FieldDeclaration(Names.Snake(property), FieldUses.Sort));
}
