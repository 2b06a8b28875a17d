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

/// <summary>A column with its SQL over the rows r. Joining the items of a list lets a record count in the group of each.</summary>
internal sealed record GroupColumn(Field Field, string Sql, string? Join = null);

/// <summary>Groups of a view's rows, with their counts, sources, and the smallest and largest of every number and day.</summary>
internal sealed record Grouping(View View, IReadOnlyList<GroupColumn> By)
{
    public IReadOnlyList<Field> Fields { get; } = [.. By.Concat(Measures(View)).Select(column => column.Field)];

    /// <summary>The countable columns and periods of time. A list has the name of one of its items, which must differ from its own.</summary>
    public static IEnumerable<GroupColumn> Possible(View view) => view.Fields
        .Where(field => field.Uses.HasFlag(FieldUses.Facet) && (!field.Kind.IsList || field.FilterNames[0] != field.Name))
        .Select(field => field.Kind.IsList
            ? Item(field, field.FilterNames[0])
            : new GroupColumn(new Field(field, field.Name, field.Kind, field.Description), $"r.{field.Name}"))
        .Concat(view.HasDates ? Periods : []);

    public static IEnumerable<GroupColumn> Measures(View view)
    {
        yield return new(Own(nameof(Group.Count)), $"count(distinct ({string.Join(", ", view.Key.Select(key => $"r.{key}"))}))::integer");
        if (view.Find("source_ids") is not null)
        {
            yield return new(
                Own(nameof(Group.DistinctSources)), "count(distinct one_source.id)::integer",
                "left join lateral unnest(r.source_ids) one_source(id) on true");
        }

        foreach (var field in view.Fields.Where(field => field.Kind.IsOrdered))
        {
            yield return Extreme(field, "min", "smallest");
            yield return Extreme(field, "max", "largest");
        }
    }

    public string Sql(string rows, string where)
    {
        var columns = By.Concat(Measures(View)).ToArray();
        return $"""
            select {string.Join(", ", columns.Select(column => $"{column.Sql} as {column.Field.Name}"))}
            from ({rows}) r
            {string.Join('\n', columns.Select(column => column.Join).OfType<string>())}{where}
            group by {string.Join(", ", By.Select((_, i) => i + 1))}
            """;
    }

    private static GroupColumn Item(Field list, string name) => new(
        new Field(list, name, list.Codes is null ? ValueKind.Text : ValueKind.Code,
            $"With group_by: one of {list.Name}; null for records that have none."),
        $"one_{name}.item", $"left join lateral unnest(r.{list.Name}) one_{name}(item) on true");

    /// <summary>Dollars and percents have no common minimum.</summary>
    private static GroupColumn Extreme(Field field, string function, string word)
    {
        var value = $"{function}(r.{field.Name})";
        var condition = field.Unit is null ? "" : $"; null when the group mixes values of {field.Unit}";
        var description = $"With group_by: {word} {field.Name} in the group{condition}.";
        return new(
            new Field(field, $"{field.Name}_{function}", field.Kind, description),
            field.Unit is null ? value : $"case when count(distinct r.{field.Unit}) = 1 then {value} end");
    }

    private static readonly GroupColumn[] Periods =
    [
        new(Own(nameof(Group.Year)), Within("year", "'YYYY'")),
        new(Own(nameof(Group.Quarter)), Within("quarter", "'YYYY-\"Q\"Q'")),
        new(Own(nameof(Group.Month)), Within("month", "'YYYY-MM'")),
    ];

    private static string Within(string period, string form) =>
        $"case when date_trunc('{period}', r.date_start::timestamp) = date_trunc('{period}', r.date_end::timestamp) "
        + $"then to_char(r.date_start, {form}) end";

    private static Field Own(string property) =>
        new(typeof(Group).GetProperty(property)!, new FieldDeclaration(Names.Snake(property), FieldUses.Sort));
}
