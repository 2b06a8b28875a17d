namespace Benchmarks.Soak;

/// <summary>The way in which a visitor reads an answer.</summary>
internal enum Manner
{
    /// <summary>Reads it to the end, once.</summary>
    Once,

    /// <summary>Reads the page and the following pages. All must have the same version, and none may repeat a record.</summary>
    Walk,

    /// <summary>Repeats the request with its entity tag, which must give a 304.</summary>
    Again,

    /// <summary>Reads the beginning of it, and then disconnects.</summary>
    Leave,

    /// <summary>Pins the request to the first version. Its bytes must never change.</summary>
    Pinned,
}

/// <summary>A request that visitors send.</summary>
/// <param name="Address">The path and the query.</param>
/// <param name="Weight">The frequency, relative to the others.</param>
/// <param name="Manner">The way in which the answer is read.</param>
/// <param name="Status">The expected status of the answer.</param>
internal sealed record Question(string Address, int Weight, Manner Manner = Manner.Once, int Status = 200)
{
    /// <summary>A mixture of the requests of people, programs and notebooks, including invalid ones.</summary>
    public static IReadOnlyList<Question> All { get; } =
    [
        new("/v1/trade-figures?limit=20", 20),
        new("/v1/trade-figures?limit=20", 20, Manner.Again),
        new("/v1/visits?limit=50&sort=-date,id", 10, Manner.Walk),
        new("/v1/statements?limit=100&country=CHN", 5, Manner.Walk),
        new("/v1/trade-figures?indicator=trade_value&limit=20&reporter=CHN&sort=-value", 10),
        new("/v1/statements?q=pipeline&limit=20", 5),
        new("/v1/search?q=trade&limit=10", 5),
        new("/v1/agreements/facets?by=topics,countries", 5),
        new("/v1/timeline?limit=50&date_from=2000&date_to=2010", 5, Manner.Walk),
        new("/v1/panel?frequency=year&dyad=CHN-RUS", 1),
        new("/v1/trade-figures/series?limit=20", 2),
        new("/v1/changes?since=1&limit=20", 2),
        new("/v1/dataset", 5),
        new("/v1/dataset/versions", 2),
        new("/v1/codelists", 2),
        new("/v1/trade-figures/citation.bib", 2),
        new("/v1/trade-figures.csv", 2),
        new("/v1/visits.ndjson", 1),
        new("/v1/exercises.parquet", 1),
        new("/v1/exercises.xlsx", 1),
        new("/v1/agreements.csv", 2, Manner.Leave),
        new("/v1/trade-figures?limit=20", 5, Manner.Pinned),
        new("/v1/exercises.csv", 2, Manner.Pinned),
        new("/v1/visits?limit=5000&kind=nothing", 3, Status: 400),
        new("/v1/visits?cursor=forged", 2, Status: 400),
        new("/v1/visits/no-such-record", 2, Status: 404),
        new("/v1/nothing", 1, Status: 404),
        new("/health/ready", 2),
    ];
}
