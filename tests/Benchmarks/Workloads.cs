namespace Benchmarks;

/// <summary>The reference of a request workload.</summary>
internal enum Against
{
    /// <summary>Bare Kestrel that answers with the same bytes from memory.</summary>
    Bytes,

    /// <summary>A hand-written minimal API on raw Npgsql.</summary>
    Sql,

    /// <summary>The first page of the same list, requested from the same process.</summary>
    FirstPage,
}

/// <summary>A workload to measure.</summary>
internal abstract record Workload(string Name, string Description);

/// <summary>One request, repeated many times.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">A description in words.</param>
/// <param name="Address">The path and the query. {id} is replaced with the id of a record.</param>
/// <param name="Against">The reference.</param>
internal sealed record RequestWorkload(string Name, string Description, string Address, Against Against) : Workload(Name, Description)
{
    /// <summary>Whether the client sends the entity tag of an answer that it already has.</summary>
    public bool Conditional { get; init; }

    /// <summary>The position of the page, as a fraction of the list.</summary>
    public double Depth { get; init; }

    /// <summary>The minimum ratio of the service's requests per second to the reference's.</summary>
    public double? LeastRatio { get; init; }

    /// <summary>The maximum ratio of the service's 99th percentile to the reference's.</summary>
    public double? MostLatencyRatio { get; init; }

    /// <summary>The maximum ratio of the cost of a request to the reference's.</summary>
    public double? MostCost { get; init; }
}

/// <summary>All records in a table format, against COPY of the same query.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">A description in words.</param>
/// <param name="Format">The extension.</param>
internal sealed record ExportWorkload(string Name, string Description, string Format) : Workload(Name, Description);

/// <summary>A workload with its own way of measurement.</summary>
internal sealed record OwnWorkload(string Name, string Description) : Workload(Name, Description);

/// <summary>All workloads, in the order in which they are run.</summary>
internal static class Workloads
{
    private const string Record = "/v1/trade-figures/{id}";
    private const string List = "/v1/trade-figures?limit=20";
    private const string Filtered = "/v1/trade-figures?indicator=trade_value&limit=20&reporter=CHN&sort=-value";

    public static readonly OwnWorkload Load = new("load", "load of the seeds by Migrations, against COPY of the same rows into the same tables");
    public static readonly OwnWorkload Incremental = new("load-incremental", "load in which 1 of 1,000 records differs, as a part of the full one");
    public static readonly OwnWorkload StartUp = new("start-up", "from start to the first answer, against the hand-written API");

    public static IReadOnlyList<Workload> All { get; } =
    [
        Repeated("repeated-record", "one record, asked again", Record),
        Repeated("repeated-list", "a list of 20, asked again", List),
        Repeated("repeated-304", "the same list, which the client has already", List) with { Conditional = true },
        Uncached("record", "one record, read from the database", Record) with { LeastRatio = 0.8 },
        Uncached("list", "a list of 20, read from the database", List) with { LeastRatio = 0.8 },
        Uncached("filtered", "20 records, filtered by two fields and sorted by a third", Filtered) with { LeastRatio = 0.8 },
        Uncached("facets", "counts by two fields", "/v1/trade-figures/facets?by=indicator,reporter"),
        Uncached("search", "full-text search, the 20 best", "/v1/statements?limit=20&q=pipeline"),
        Deep("deep-middle", "the page in the middle of the largest resource", "/v1/agreements?limit=20", 0.5),
        Deep("deep-end", "the last page of the largest resource", "/v1/agreements?limit=20", 1),
        Deep("deep-timeline-middle", "the page in the middle of the time line of all records", "/v1/timeline?limit=20", 0.5),
        Deep("deep-timeline-end", "the last page of the time line of all records", "/v1/timeline?limit=20", 1),
        new ExportWorkload("export-csv", "all records as CSV", "csv"),
        new ExportWorkload("export-ndjson", "all records as NDJSON", "ndjson"),
        new ExportWorkload("export-parquet", "all records as Parquet", "parquet"),
        Load,
        Incremental,
        StartUp,
    ];

    private static RequestWorkload Repeated(string name, string description, string address) =>
        new(name, description, address, Against.Bytes) { LeastRatio = 0.75, MostLatencyRatio = 2 };

    private static RequestWorkload Uncached(string name, string description, string address) => new(name, description, address, Against.Sql);

    private static RequestWorkload Deep(string name, string description, string address, double depth) =>
        new(name, description, address, Against.FirstPage) { Depth = depth, MostCost = 1.2 };
}
