using Dataset;

namespace Api.Listing.Declare;

/// <summary>What a group of rows is told by, beside its own values.</summary>
internal sealed record Group
{
    /// <summary>With group_by: how many records the group has.</summary>
    public required int Count { get; init; }

    /// <summary>With group_by: how many source documents tell of the group's records.</summary>
    public required int DistinctSources { get; init; }

    /// <summary>With group_by: year in which the date wholly lies, as 2022; null when it is unknown, or lies in no single year.</summary>
    public required string? Year { get; init; }

    /// <summary>With group_by: quarter in which the date wholly lies, as 2022-Q1; null when it is unknown, or lies in no single quarter.</summary>
    public required string? Quarter { get; init; }

    /// <summary>With group_by: month in which the date wholly lies, as 2022-02; null when it is unknown, or lies in no single month.</summary>
    public required string? Month { get; init; }
}

/// <summary>A column of a grouped answer.</summary>
/// <param name="Field">The column.</param>
/// <param name="Sql">Its expression over the rows r.</param>
/// <param name="Join">What is joined to r for it, so that a list counts under each of its items.</param>
internal sealed record GroupColumn(Field Field, string Sql, string? Join = null);

/// <summary>Rows of a view put together by group_by: one row per group, with its count, its sources, and the least and largest of every number and day.</summary>
/// <param name="View">The view that is grouped.</param>
/// <param name="By">What it is grouped by.</param>
internal sealed record Grouping(View View, IReadOnlyList<GroupColumn> By)
{
    /// <summary>All columns of the answer: what is grouped by, then the measures.</summary>
    public IReadOnlyList<Field> Fields { get; } = [.. By.Concat(Measures(View)).Select(column => column.Field)];

    /// <summary>What a view can be grouped by: what it can be counted by, and periods of time. A list goes by the name of one of its items.</summary>
    public static IEnumerable<GroupColumn> Possible(View view) => view.Fields
        .Where(field => field.Uses.HasFlag(FieldUses.Facet) && (!field.Kind.IsList || field.FilterNames[0] != field.Name)) // An item needs a name of its own.
        .Select(field => field.Kind.IsList
            ? Item(field, field.FilterNames[0])
            : new GroupColumn(new Field(field, field.Name, field.Kind, field.Description), $"r.{field.Name}"))
        .Concat(view.HasDates ? Periods : []);

    /// <summary>What is told of each group.</summary>
    public static IEnumerable<GroupColumn> Measures(View view)
    {
        yield return new(Own(nameof(Group.Count)), $"count(distinct ({string.Join(", ", view.Key.Select(key => $"r.{key}"))}))::integer");
        if (view.Find("source_ids") is not null)
            yield return new(Own(nameof(Group.DistinctSources)), "count(distinct told.by_source)::integer", "left join lateral unnest(r.source_ids) told(by_source) on true");
        foreach (var field in view.Fields.Where(field => field.Kind.IsOrdered))
        {
            yield return Extreme(field, "min", "Least");
            yield return Extreme(field, "max", "Largest");
        }
    }

    /// <summary>The query of the groups of the view's rows that meet the conditions.</summary>
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
        new Field(list, name, list.Codes is null ? ValueKind.Text : ValueKind.Code, $"With group_by: one of {list.Name}; null for records that have none."),
        $"one_{name}.item", $"left join lateral unnest(r.{list.Name}) one_{name}(item) on true");

    /// <summary>Dollars and percents have no common least value.</summary>
    private static GroupColumn Extreme(Field field, string function, string word)
    {
        var value = $"{function}(r.{field.Name})";
        return new(
            new Field(field, $"{field.Name}_{function}", field.Kind, $"With group_by: {word} {field.Name} in the group{(field.Unit is null ? "" : $"; null when the group mixes values of {field.Unit}")}."),
            field.Unit is null ? value : $"case when count(distinct r.{field.Unit}) = 1 then {value} end");
    }

    private static readonly GroupColumn[] Periods =
    [
        new(Own(nameof(Group.Year)), Within("year", "'YYYY'")),
        new(Own(nameof(Group.Quarter)), Within("quarter", "'YYYY-\"Q\"Q'")),
        new(Own(nameof(Group.Month)), Within("month", "'YYYY-MM'")),
    ];

    private static string Within(string period, string form) =>
        $"case when date_trunc('{period}', r.date_start::timestamp) = date_trunc('{period}', r.date_end::timestamp) then to_char(r.date_start, {form}) end";

    private static Field Own(string property) => new(typeof(Group).GetProperty(property)!, new FieldDeclaration(Names.Snake(property), FieldUses.Sort));
}
