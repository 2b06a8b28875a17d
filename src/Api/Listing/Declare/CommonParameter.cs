namespace Api.Listing.Declare;

/// <summary>What a request asks a resource for. It decides which parameters have a meaning.</summary>
public enum RequestKind
{
    /// <summary>One page of records, as JSON.</summary>
    Page,

    /// <summary>All records that match, as a table.</summary>
    Table,

    /// <summary>One record by its id.</summary>
    Record,

    /// <summary>Counts of records by the values of fields.</summary>
    Facets,

    /// <summary>How to cite all records that match.</summary>
    Citation,

    /// <summary>A picture of all records that match.</summary>
    Chart,
}

/// <summary>A parameter that is not a filter of one field.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kinds">The requests in which it has a meaning.</param>
/// <param name="Description">What it does, what is allowed, and an example, in words.</param>
/// <param name="Format">The only format for which it has a meaning; null for all.</param>
internal sealed record CommonParameter(string Name, RequestKind[] Kinds, string Description, string? Format = null)
{
    /// <summary>The records on a page when no limit is given.</summary>
    public const int DefaultLimit = 50;

    /// <summary>The most records on a page.</summary>
    public const int MostRecords = 1000;

    /// <summary>The longest search text.</summary>
    public const int LongestSearch = 500;

    private static readonly RequestKind[] Many = [RequestKind.Page, RequestKind.Table, RequestKind.Facets, RequestKind.Citation, RequestKind.Chart];
    private static readonly RequestKind[] Rows = [RequestKind.Page, RequestKind.Table, RequestKind.Citation];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CommonParameter> All { get; } =
    [
        new("q", Many, $"Full-text search: keeps records that hold all the words, in any inflection; \"quoted words\" stand together, -word excludes, or means either. At most {LongestSearch} characters, for example: energy -gas. Records are ranked by how well they match, unless sort says otherwise."),
        new("date_from", Many, "Keeps records whose date may lie on or after this day, month or year, for example: 2022-02-24, 2022-02 or 2022. See date_match."),
        new("date_to", Many, "Keeps records whose date may lie on or before this day, month or year, for example: 2023-12-31, 2023-12 or 2023. See date_match."),
        new("date_match", Many, "How an uncertain date meets the window of date_from and date_to: possible (it may lie in it; the default) or certain (it lies wholly inside)."),
        new("around", Many, "Keeps records whose date may lie in a window around this day, month or year, for example: 2022-02-24. See window; not together with date_from and date_to."),
        new("window", Many, "How far the window reaches to either side of around, as an ISO 8601 duration of days, weeks, months or years, for example: P90D, P2W, P6M or P1Y; P30D when absent."),
        new("sort", Rows, "Fields to sort by, separated by commas, a minus before each that descends, for example: -date,id. Unknown values come last; records that are alike are sorted by their key, which is the id of a record. With q, rank sorts by how well records match."),
        new("fields", [RequestKind.Page, RequestKind.Table, RequestKind.Record, RequestKind.Citation], "Fields to give, in this order, separated by commas, for example: id,date. All when absent."),
        new("group_by", Rows, "Puts the records together by these fields, separated by commas: one row per group, with its count, its distinct sources, and the least and largest of every number and day. A list goes by the name of one item (topic), under each of which it counts; year, quarter and month hold dates that wholly lie in one."),
        new("by", [RequestKind.Facets], "Fields to count records by, separated by commas. All that can be counted by when absent."),
        new("limit", [RequestKind.Page], $"The most records on the page, from 1 to {MostRecords}; {DefaultLimit} when absent. A table format gives all."),
        new("cursor", [RequestKind.Page], "Where the page begins: take it from the page before, as page.next gives it. It goes on with the dataset version that the walk began with."),
        new("dataset_version", [RequestKind.Page, RequestKind.Table, RequestKind.Record, RequestKind.Facets, RequestKind.Citation, RequestKind.Chart], "Number of the dataset version to read, see /v1/dataset/versions; the current one when absent. A pinned answer never changes."),
        new("snippets", [RequestKind.Page], "true adds meta.snippets: code for curl, pandas, R and DuckDB that reads all records of this very question, pinned to this version, with the type of every column; false when absent."),
        new("bom", [RequestKind.Table, RequestKind.Record], "For CSV: true begins the file with a byte-order mark, which Excel needs to see UTF-8; false when absent.", "csv"),
        new("width", [RequestKind.Chart], $"Width of the picture in pixels, from {PictureSize.LeastWidth} to {PictureSize.MostWidth}; {PictureSize.Default.Width} when absent."),
        new("height", [RequestKind.Chart], $"Height of the picture in pixels, from {PictureSize.LeastHeight} to {PictureSize.MostHeight}; {PictureSize.Default.Height} when absent."),
        new("theme", [RequestKind.Chart], "Colours of the picture: light (dark on white; the default) or dark (light on nearly black)."),
    ];

    /// <summary>Whether the parameter has a meaning for the resource: one without dates has no window of time.</summary>
    public bool Fits(View view) => Name switch
    {
        "date_from" or "date_to" or "date_match" or "around" or "window" => view.HasDates,
        "q" => view.HasSearch,
        _ => true,
    };

    /// <summary>Names of all parameters that a request may have.</summary>
    public static IEnumerable<string> NamesFor(View view, RequestKind kind, string format) => All
        .Where(parameter => parameter.Kinds.Contains(kind) && parameter.Fits(view) && (parameter.Format ?? format) == format)
        .Select(parameter => parameter.Name)
        .Concat(view.Inputs.Select(input => input.Name))
        .Concat(kind == RequestKind.Record ? [] : view.Filters.Select(filter => filter.Parameter));
}
