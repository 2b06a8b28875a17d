using Api.Listing.Declare;
using Api.Listing.Parse;

namespace Api.Listing.Sql;

/// <summary>The order of rows as SQL, and what follows a cursor in it.</summary>
internal static class Ordering
{
    private static readonly string RankColumn = $"ts_rank_cd(r.search, {SqlBuilder.SearchQuery})";

    /// <summary>What rows r are ordered by for a key.</summary>
    public static string Column(SortKey key) => key.Field is null ? RankColumn : $"r.{key.Field.SortColumn}";

    /// <summary>
    /// Unknown values come last, in either direction. Where there are none, it is not said, so that an index can be read backwards.
    /// A part is in the order of its resource's own indexes; what is the same in all of it does not order it.
    /// </summary>
    public static string By(IEnumerable<SortKey> sort, Part? part = null) => string.Join(", ", sort
        .Where(key => part?.Same.ContainsKey(key.Name) != true)
        .Select(key => Column(key) + (key.Descending ? " desc" : "") + (MayBeUnknown(part?.Of.Find(key.Name) ?? key.Field) ? " nulls last" : "")));

    /// <summary>A date that is open at its start has no first day, though it is known. A rank always is.</summary>
    private static bool MayBeUnknown(Field? field) => field is { Nullable: true } or { Kind: FieldKind.FuzzyDate };

    /// <summary>
    /// The conditions of the rows after the cursor's, in stretches that follow each other: those alike in the first key and later in the
    /// others, those later in the first, and those unknown in it.
    /// </summary>
    /// <param name="query">The question, with a cursor.</param>
    /// <param name="part">The part of the view that is read, if it is read in parts.</param>
    /// <param name="first">The place of the first key.</param>
    /// <remarks>
    /// Two things are for the planner. A key is asked for by a query of its own, since of a plain parameter the value is looked at to tell
    /// how many rows follow, and every page is planned anew, which costs more than to read it. And alike is said as one of one: of a
    /// column that equals something the planner forgets that rows are in its order, and would sort what need only be merged.
    /// </remarks>
    public static IReadOnlyList<string> After(ListQuery query, Part? part = null, int first = 0)
    {
        if (first == query.Sort.Count)
            return [];
        var key = query.Sort[first];
        var cursor = query.After!.Keys[first];
        var others = After(query, part, first + 1);
        if (part?.Same.TryGetValue(key.Name, out var same) == true)
        {
            var place = string.CompareOrdinal(same, cursor) * (key.Descending ? -1 : 1);
            return place == 0 ? others : place < 0 ? [] : ["true"];
        }

        var column = Column(key);
        var value = $"(select @k{first}::{SqlType(key)})";
        var stretches = new List<string>();
        if (others.Count > 0)
            stretches.Add($"{column} {(cursor is null ? "is null" : $"= any(array[{value}])")} and {Any(others)}");
        if (cursor is not null)
            stretches.Add($"{column} {(key.Descending ? "<" : ">")} {value}");
        if (cursor is not null && MayBeUnknown(key.Field) && MayBeUnknown(part?.Of.Find(key.Name) ?? key.Field))
            stretches.Add($"{column} is null");
        return stretches;
    }

    /// <summary>What of a cursor decides these conditions: which keys are unknown, and at which part it stands; null without one.</summary>
    public static string? PlaceOf(ListQuery query) => query.After is not { } cursor ? null : string.Join(',', query.Sort.Select((key, i) =>
        cursor.Keys[i] is not { } value ? "?" : query.View.Parts.Any(part => part.Same.ContainsKey(key.Name)) ? value : ""));

    /// <summary>That one of them is met.</summary>
    public static string Any(IReadOnlyList<string> conditions) => conditions.Count == 1 ? conditions[0] : $"({string.Join(" or ", conditions)})";

    private static string SqlType(SortKey key) => key.Field?.Kind switch
    {
        null => "real",
        FieldKind.WholeNumber => "integer",
        FieldKind.ExactNumber => "numeric",
        FieldKind.Date or FieldKind.FuzzyDate => "date",
        _ => "text",
    };
}
