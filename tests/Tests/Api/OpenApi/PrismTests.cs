using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.OpenApi;

/// <summary>An independent reader of the OpenAPI document checks live answers against it, and finds no fault.</summary>
public sealed class PrismTests(ProxiedApi api, NodeTools node) : IClassFixture<ProxiedApi>
{
    /// <summary>The problem type of Prism's own errors. Every other answer is the API's.</summary>
    private const string Violation = "https://stoplight.io/prism/errors#VIOLATIONS";

    private static readonly ParallelOptions AFewAtOnce = new() { MaxDegreeOfParallelism = 4 };

    private IEnumerable<(string Path, JsonNode Operation)> Operations => api.Document.Operations;

    [LongFact]
    public Task Every_operation_answers_in_every_format_as_documented() => AssertAnswersAsync(HttpStatusCode.OK,
        [.. Operations.SelectMany(operation => SampleRequests.Plain(api.Document, operation.Path, operation.Operation)
            .Where(address => IsValidated(operation.Path, address))).Select(Get)]);

    [LongFact]
    public async Task Every_parameter_is_taken_and_answered_as_documented()
    {
        var requests = new List<string>();
        foreach (var (path, operation) in Operations)
        {
            var each = await SampleRequests.WithEachParameterAsync(api.Document, path, operation, api.Direct);
            requests.AddRange(each.Where(address => IsValidated(path, address)));
        }

        await AssertAnswersAsync(HttpStatusCode.OK, [.. requests.Select(Get)]);
    }

    /// <summary>
    /// Prism parses a file of JSON, which the document has as bytes, and a record's table, which the document leaves to the list. It takes
    /// series.csv for the id of a figure.
    /// </summary>
    private static bool IsValidated(string path, string address)
    {
        if (path == "/v1/trade-figures/series.{format}")
            return false;
        var asked = address.Split('?')[0];
        return path.EndsWith("{format}", StringComparison.Ordinal) ? !asked.EndsWith(".json", StringComparison.Ordinal)
            : !path.EndsWith('}') || !asked.EndsWith(".csv", StringComparison.Ordinal);
    }

    [LongFact]
    public async Task Every_page_is_as_documented()
    {
        var prism = await api.ClientAsync();
        foreach (var (path, operation) in Having("cursor"))
        {
            var pages = 0;
            for (var next = api.Document.Address(path, operation, ("limit", "15")); next is not null; pages++)
            {
                var page = JsonNode.Parse(await AnswerAsync(prism, Get(next), HttpStatusCode.OK))!["page"]!;
                next = page["next"] is { } address ? new Uri(address.GetValue<string>()).PathAndQuery : null;
            }

            Assert.True(pages > 0);
        }
    }

    [LongFact]
    public Task Refusals_are_as_documented() => AssertAnswersAsync(HttpStatusCode.BadRequest,
    [
        .. Operations.Select(operation => Request(operation, ("no_such_parameter", "1"))),
        .. Having("dataset_version").Select(operation => Request(operation, ("dataset_version", "999999"))),
        .. Having("date_to").Select(operation => Request(operation, ("date_from", "2023"), ("date_to", "2022"))),
        .. Having("country").Select(operation => Request(operation, ("country", "ZZZ"))),
        .. Having("cursor").Select(operation => Request(operation, ("cursor", "damaged"))),
    ]);

    [LongFact]
    public Task Missing_resources_are_as_documented() => AssertAnswersAsync(HttpStatusCode.NotFound,
    [
        .. Operations.Where(operation => operation.Operation["responses"]!["404"] is not null)
            .Where(operation => !operation.Path[operation.Path.IndexOf('{')..].StartsWith("{format}", StringComparison.Ordinal)) // Prism has the formats.
            .Select(operation => Get(operation.Path[..operation.Path.IndexOf('{')] + "no-such-thing")),
    ]);

    [LongFact]
    public Task Unknown_format_is_refused_as_documented() => AssertAnswersAsync(HttpStatusCode.NotAcceptable,
    [
        .. Operations
            .Where(operation => operation.Path.IndexOf("{format}", StringComparison.Ordinal) < 0)
            .Where(operation => operation.Operation["responses"]!["406"] is not null)
            .Select(operation => new HttpRequestMessage(HttpMethod.Get, api.Document.Address(operation.Path, operation.Operation))
            {
                Headers = { { "Accept", "image/png" } },
            }),
    ]);

    [LongFact]
    public Task Other_methods_are_refused_as_documented() => AssertAnswersAsync(HttpStatusCode.MethodNotAllowed,
        [.. Operations.Select(operation => new HttpRequestMessage(HttpMethod.Delete, api.Document.Address(operation.Path, operation.Operation)))]);

    [Fact]
    public async Task Ruled_out_values_are_refused()
    {
        var taken = new ConcurrentBag<string>();
        var addresses = Operations.SelectMany(operation => SampleRequests.RuledOut(api.Document, operation.Path, operation.Operation));
        await Parallel.ForEachAsync(addresses, AFewAtOnce, async (address, cancel) =>
        {
            using var response = await api.Direct.GetAsync(address, cancel);
            if (response.StatusCode != HttpStatusCode.BadRequest)
                taken.Add($"{address} answers {(int)response.StatusCode}");
        });
        Assert.True(taken.IsEmpty, string.Join('\n', taken.Take(20)));
    }

    [LongFact]
    public async Task A_document_that_is_wrong_is_found_out()
    {
        using var document = await ServedDocument.ReadAsync(api.Direct);
        foreach (var other in Operations.Where(operation => operation.Path != "/v1/visits"))
            document.Root["paths"]!.AsObject().Remove(other.Path);
        document.Root["components"]!["schemas"]!["PageInfo"]!["properties"]!["total"]!["type"] = "string";
        await using var prism = await PrismProxy.StartAsync(node, document, api.Direct);
        using var response = await prism.Client.GetAsync("/v1/visits?limit=1");
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(Violation, problem["type"]!.GetValue<string>());
        Assert.Equal("[\"response\",\"body\",\"page\",\"total\"]", Assert.Single(problem["validation"]!.AsArray())!["location"]!.ToJsonString());
    }

    private IEnumerable<(string Path, JsonNode Operation)> Having(string parameter) =>
        Operations.Where(operation => api.Document.Parameters(operation.Operation).Any(one => SampleRequests.Name(one) == parameter));

    private HttpRequestMessage Request((string Path, JsonNode Operation) operation, params (string Name, string Value)[] given) =>
        Get(api.Document.Address(api.Document.Path(operation.Path, operation.Operation), operation.Operation, given));

    private static HttpRequestMessage Get(string address) => new(HttpMethod.Get, address);

    /// <summary>Checks that every answer has the status, and that Prism finds no fault in the request or the answer.</summary>
    private async Task AssertAnswersAsync(HttpStatusCode status, IReadOnlyList<HttpRequestMessage> requests)
    {
        Assert.NotEmpty(requests);
        var prism = await api.ClientAsync();
        var faults = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(requests, AFewAtOnce, async (request, _) =>
        {
            try
            {
                await AnswerAsync(prism, request, status);
            }
            catch (Xunit.Sdk.XunitException fault)
            {
                faults.Add(fault.Message);
            }
        });
        Assert.True(faults.IsEmpty, $"{faults.Count} of {requests.Count}:\n{string.Join('\n', faults.Take(20))}");
    }

    private static async Task<string> AnswerAsync(HttpClient prism, HttpRequestMessage request, HttpStatusCode status)
    {
        using var response = await prism.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(
            response.StatusCode == status && response.Header("sl-violations") is null,
            $"{request.Method} {request.RequestUri} answers {(int)response.StatusCode}: "
            + $"{body[..Math.Min(body.Length, 2000)]} {response.Header("sl-violations")}");
        return body;
    }
}
