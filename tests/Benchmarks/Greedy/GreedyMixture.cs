using System.Net;
using Benchmarks.Prices;
using Benchmarks.Running;

namespace Benchmarks.Greedy;

/// <summary>One greedy client of each kind, each from an address of its own.</summary>
internal sealed class GreedyMixture : IDisposable
{
    private const int Connections = 16, Tables = 8, UnknownIds = 100;

    /// <summary>A client that reads slowly must not have a buffer that reads for it.</summary>
    private const int SmallBuffer = 4096;

    private readonly List<HttpClient> _clients = [];
    private readonly WebProcess _service;

    public GreedyMixture(WebProcess service, ApiDocument document, IReadOnlyList<ApiRequest> dearest)
    {
        _service = service;
        string[] tables = ["/v1/timeline.ndjson", "/v1/agreements.csv", "/v1/statements.csv", "/v1/visits.parquet"];
        string[] groups =
        [
            "/v1/statements.csv?group_by=person,topic", "/v1/agreements.csv?group_by=body,mention", "/v1/timeline.csv?group_by=country,person",
            "/v1/visits.csv?group_by=place,person",
        ];
        var agreements = document.Lists.Single(list => list.Path == "/v1/agreements").Parameters;
        string Dearest(int number) => dearest[number % dearest.Count].Unlike(number).Address;
        Clients =
        [
            ("dearest pages", Client(Connections, Greed.Fast, Dearest)),
            ("tables, read slowly", Client(Tables, Greed.Slow, number => $"{tables[number % tables.Length]}?title__not=none-{number}", SmallBuffer)),
            ("other statements each time", Client(Connections, Greed.Fast, number => Statement(number, agreements))),
            ("abandoned requests", Client(Connections, Greed.Abandoned, Dearest)),
            ("unknown ids", Client(Connections, Greed.Fast, Unknown)),
            ("groups by two lists", Client(Tables, Greed.Fast, number => $"{groups[number % groups.Length]}&title__not=none-{number}")),
        ];
    }

    public IReadOnlyList<(string Name, GreedyClient Client)> Clients { get; }

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private GreedyClient Client(int connections, Greed greed, Func<int, string> address, int? buffer = null)
    {
        _clients.Add(_service.ClientFrom(IPAddress.Parse($"127.0.0.{10 + _clients.Count}"), buffer));
        return new(_clients[^1], connections, greed, address);
    }

    /// <summary>Other fields in another order, and another limit, so that each request is another statement to prepare.</summary>
    private static string Statement(int number, IReadOnlyDictionary<string, Parameter> of)
    {
        string[] fields = [.. of["fields"].Allowed];
#pragma warning disable CA5394 // The order needs no secret randomness.
        new Random(number).Shuffle(fields);
#pragma warning restore CA5394
        var limit = 1 + (number % of["limit"].Greatest!.Value);
        return $"/v1/agreements?limit={limit}&fields={string.Join(',', fields[..(1 + (number % fields.Length))])}";
    }

    private static string Unknown(int number)
    {
        string Ids(string prefix) => string.Join(',', Enumerable.Range(0, UnknownIds).Select(id => $"{prefix}-{number}-{id}"));
        return $"/v1/statements?person={Ids("nobody")}&person__all={Ids("noone")}&person__not={Ids("nil")}";
    }
}
