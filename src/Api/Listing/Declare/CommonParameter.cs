namespace Api.Listing.Declare;

/// <summary>The kind of a request decides which parameters apply.</summary>
public enum RequestKind
{
    Page,
    Table,
    Record,
    Facets,
    Citation,
    Chart,
}

/// <summary>A parameter that is not a filter of a field. It applies to some kinds of requests, and may apply to one format only.</summary>
internal sealed record CommonParameter(string Name, RequestKind[] Kinds, string Description, string? Format = null)
{
    public const int DefaultLimit = 50;
    public const int MostRecords = 1000;
    public const int LongestSearch = 500;

    /// <summary>Each alternative finds further records, which are all ranked.</summary>
    public const int MostAlternatives = 20;

    private static readonly RequestKind[] Many = [RequestKind.Page, RequestKind.Table, RequestKind.Facets, RequestKind.Citation, RequestKind.Chart];
    private static readonly RequestKind[] Rows = [RequestKind.Page, RequestKind.Table, RequestKind.Citation];

    public static IReadOnlyList<CommonParameter> All { get; } =
    [
        new("q", Many,
            $"Full-text search: keeps records that contain all the words, in any inflection; \"quoted words\" must be adjacent, -word excludes, "
            + $"or means either. At most {LongestSearch} characters and {MostAlternatives} alternatives, for example: energy -gas. Records are "
            + "ranked by how well they match, unless sort says otherwise."),
        new("date_from", Many,
            "Keeps records whose date is or may be on or after this day, month or year, for example: 2022-02-24, 2022-02 or 2022. See date_match."),
        new("date_to", Many,
            "Keeps records whose date is or may be on or before this day, month or year, for example: 2023-12-31, 2023-12 or 2023. See date_match."),
        new("date_match", Many,
            "How an uncertain date matches the window of date_from and date_to: possible (it may be inside; the default) or certain (it is wholly "
            + "inside)."),
        new("around", Many,
            "Keeps records whose date is or may be in a window around this day, month or year, for example: 2022-02-24. See window. It cannot be "
            + "combined with date_from or date_to."),
        new("window", Many,
            "How far the window reaches before and after around, as an ISO 8601 duration of days, weeks, months or years, for example: P90D, P2W, "
            + "P6M or P1Y; P30D when absent."),
        new("sort", Rows,
            "Fields to sort by, separated by commas, with a minus before each that descends, for example: -date,id. Null comes last. Equal "
            + "records are sorted by their key, which is the id of a record. With q, rank sorts by how well records match."),
        new("fields", [RequestKind.Page, RequestKind.Table, RequestKind.Record, RequestKind.Citation],
            "Fields to include, in this order, separated by commas, for example: id,date. All when absent."),
        new("group_by", Rows,
            "Groups the records by these fields, separated by commas: one row per group, with its count, its distinct sources, and the smallest and "
            + "largest of every number and day. A list has the name of one of its items (topic), and the record counts in the group of each item; "
            + "year, quarter and month contain dates that are wholly within one."),
        new("by", [RequestKind.Facets], "Fields to count records by, separated by commas. All countable fields when absent."),
        new("limit", [RequestKind.Page],
            $"The most records on the page, from 1 to {MostRecords}; {DefaultLimit} when absent. A table format gives all."),
        new("cursor", [RequestKind.Page],
            "Where the page begins: copied from page.next of the previous page. All pages read the dataset version of the first."),
        new("dataset_version", Enum.GetValues<RequestKind>(),
            "Number of the dataset version to read, see /v1/dataset/versions; the current one when absent. A pinned answer never changes."),
        new("snippets", [RequestKind.Page],
            "true adds meta.snippets: code for curl, pandas, R and DuckDB that reads all records of this request, pinned to this version, with the "
            + "type of every column; false when absent."),
        new("bom", [RequestKind.Table, RequestKind.Record],
            "For CSV: true begins the file with a byte-order mark, which Excel needs to detect UTF-8; false when absent.", "csv"),
        new("width", [RequestKind.Chart],
            $"Width of the picture in pixels, from {PictureSize.LeastWidth} to {PictureSize.MostWidth}; {PictureSize.Default.Width} when absent."),
        new("height", [RequestKind.Chart],
            $"Height of the picture in pixels, from {PictureSize.LeastHeight} to {PictureSize.MostHeight}; "
            + $"{PictureSize.Default.Height} when absent."),
        new("theme", [RequestKind.Chart], "Colours of the picture: light (dark on white; the default) or dark (light on nearly black)."),
    ];

    /// <summary>A resource without dates has no window of time.</summary>
    public bool Fits(View view) => Name switch
    {
        "date_from" or "date_to" or "date_match" or "around" or "window" => view.HasDates,
        "q" => view.HasSearch,
        _ => true,
    };

    public static IEnumerable<string> NamesFor(View view, RequestKind kind, string format) => All
        .Where(parameter => parameter.Kinds.Contains(kind) && parameter.Fits(view) && (parameter.Format ?? format) == format)
        .Select(parameter => parameter.Name)
        .Concat(view.Inputs.Select(input => input.Name))
        .Concat(kind == RequestKind.Record ? [] : view.Filters.Select(filter => filter.Parameter));
}
