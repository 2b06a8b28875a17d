using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Listing.Sql;
using Api.Resources;
using BenchmarkDotNet.Attributes;
using Benchmarks.Measuring;
using Microsoft.AspNetCore.Http;

namespace Benchmarks.Micro;

/// <summary>Parses an address and builds its SQL.</summary>
public class RequestBenchmarks
{
    private static readonly Resource Resource = Registry.All.Single(resource => resource.Name == "trade-figures");
    private ListQuery _query = null!;

    /// <summary>The query string.</summary>
    [Params("?limit=20", "?date_from=2022&indicator=trade_value&limit=20&reporter=CHN,RUS&sort=-value")]
    public string Question { get; set; } = "";

    /// <summary>Parses the request once, for the benchmark that builds SQL.</summary>
    [GlobalSetup]
    public void Understand() => _query = (ListQuery)Parse();

    /// <summary>Parses a request.</summary>
    [Benchmark]
    public object Parse() => RequestParser.Parse(new QueryString(Question), Resource, RequestKind.Page, "json", AnyReferences.Ids, AnyReferences.Key);

    /// <summary>Builds the SQL of the parsed request.</summary>
    [Benchmark]
    public object BuildSql() => SqlBuilder.Page(_query, 1);
}
