using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Api.Http;
using Api.Listing.Declare;
using Api.Resources;
using Api.Views;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.OpenApi;

/// <summary>The examples of the documents are real, and find what they are taken from.</summary>
public sealed partial class ExamplesTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private const string Search = "pipeline";
    private const int MostItems = 3;

    /// <summary>Parameters that exclude others, or that do not apply to a page.</summary>
    private static readonly string[] Alone = ["around", "window", "group_by", "by", "bom", "width", "height", "theme", "cursor"];

    private static readonly JsonSerializerOptions Written =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Views => [.. Registry.All.Concat(ViewRegistry.All).Select(view => view.Name)];

    [Fact]
    public async Task Committed_examples_are_the_generated_ones()
    {
        var parameters = new JsonObject();
        var answers = new JsonObject();
        foreach (var view in Registry.All.Concat(ViewRegistry.All))
        {
            var (values, _) = await ValuesAsync(view);
            parameters[view.Name] = new JsonObject(values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
            foreach (var (path, address) in AddressesOf(view, values))
                answers[path] = await AnswerAsync(address);
        }

        parameters[""] = new JsonObject { ["dataset_version"] = "1" };
        string[] others =
        [
            "/v1", "/v1/dataset", "/v1/dataset/versions", "/v1/codelists", "/v1/codelists/{name}", "/v1/problems", "/v1/problems/{name}",
            "/notebooks", "/health/live", "/health/ready",
        ];
        foreach (var path in others)
            answers[path] = await AnswerAsync(path.Replace("{name}", path.Contains("codelists") ? "topic" : "bad-request"));
        foreach (var (status, problem) in await ProblemsAsync())
            answers[status] = problem;
        var all = new JsonObject { ["parameters"] = parameters, ["answers"] = answers };
        await CommittedFile.CompareAsync("src/Api/OpenApi/examples.json", _ => all.ToJsonString(Written) + "\n");
    }

    [Theory, MemberData(nameof(Views))]
    public async Task Each_example_finds_something_and_all_together_find_the_row(string name)
    {
        var view = Registry.All.Concat(ViewRegistry.All).Single(view => view.Name == name);
        using var document = await ServedDocument.ReadAsync(api.Client, "all");
        var operation = document.Root["paths"]![$"/v1/{name}"]!["get"]!;
        var values = document.Parameters(operation).Where(parameter => parameter["example"] is not null)
            .ToDictionary(SampleRequests.Name, ServedDocument.ExampleOf);
        Assert.Equal(
            document.Parameters(operation).Select(SampleRequests.Name).Except(values.Keys).Order(),
            (await WithoutExampleAsync(view)).Order());
        foreach (var (parameter, value) in values)
        {
            var needed = parameter == "date_match" ? "date_from" : parameter == "window" ? "around" : null;
            await AssertFindsAsync(name, values.Where(pair => pair.Key == parameter || pair.Key == needed || (pair.Key == "q" && view.NeedsSearch)));
        }

        var (_, ofOthers) = await ValuesAsync(view);
        await AssertFindsAsync(name, values.Where(pair => !Alone.Contains(pair.Key) && !ofOthers.Contains(pair.Key)));
    }

    private async Task AssertFindsAsync(string view, IEnumerable<KeyValuePair<string, string>> given)
    {
        var address = $"/v1/{view}?{string.Join('&', given.Select(pair => ApiRequests.Parameter(pair.Key, pair.Value)))}";
        var page = await api.Client.JsonAsync(address);
        Assert.True(page.GetProperty("page").GetProperty("total").GetInt32() > 0, $"{address} finds nothing");
    }

    /// <summary>The cursor, and filters of fields that no record has, or for which each record has all values.</summary>
    private async Task<IEnumerable<string>> WithoutExampleAsync(View view)
    {
        var examples = new ExampleValues(view, await RowsAsync(view));
        return view.Filters.Where(filter => examples.Of(filter) is null).Select(filter => filter.Parameter).Append("cursor");
    }

    /// <summary>The values of a view's parameters, and the names of those that are of another row.</summary>
    private async Task<(Dictionary<string, string> Values, HashSet<string> OfOthers)> ValuesAsync(View view)
    {
        var examples = new ExampleValues(view, await RowsAsync(view));
        var values = new Dictionary<string, string>();
        var ofOthers = new HashSet<string>();
        foreach (var filter in view.Filters)
        {
            if (examples.Of(filter) is not var (value, isOfRow))
                continue;
            values[filter.Parameter] = value;
            if (!isOfRow)
                ofOthers.Add(filter.Parameter);
        }

        foreach (var parameter in CommonParameter.All.Where(parameter => parameter.Fits(view)).Select(parameter => parameter.Name)
            .Concat(view.Inputs.Select(input => input.Name)))
        {
            if (parameter == "q")
                values["q"] = await SearchAsync(view, examples, values);
            else if (examples.Of(parameter) is { } value)
                values[parameter] = value;
        }

        return (values, ofOthers);
    }

    private async Task<IReadOnlyList<JsonElement>> RowsAsync(View view) =>
        await api.Client.LinesAsync($"/v1/{view.Name}.ndjson{(view.NeedsSearch ? $"?q={Search}" : "")}");

    /// <summary>A word that finds the row.</summary>
    private async Task<string> SearchAsync(View view, ExampleValues examples, Dictionary<string, string> values)
    {
        if (view.NeedsSearch)
            return Search;
        foreach (var word in examples.Words)
        {
            var keys = string.Join('&', Keys(view, values));
            if ((await api.Client.JsonAsync($"/v1/{view.Name}?q={word}&{keys}")).GetProperty("page").GetProperty("total").GetInt32() > 0)
                return word;
        }

        throw new InvalidOperationException($"No word of its title finds the row of {view.Name}.");
    }

    private static IEnumerable<string> Keys(View view, Dictionary<string, string> values) =>
        view.Key.Select(key => view.Find(key)!.FilterNames.FirstOrDefault(values.ContainsKey)).OfType<string>()
            .Select(name => ApiRequests.Parameter(name, values[name]));

    private static IEnumerable<(string Path, string Address)> AddressesOf(View view, Dictionary<string, string> values)
    {
        var path = $"/v1/{view.Name}";
        var needed = view.NeedsSearch ? $"&q={Search}" : "";
        yield return (path, $"{path}?{string.Join('&', Keys(view, values))}&limit=1{needed}");
        yield return ($"{path}/facets", $"{path}/facets?{needed.TrimStart('&')}");
        if (view.Example is not null)
            yield return ($"{path}/{{id}}", $"{path}/{values[view.Find("id")!.FilterNames[^1]]}");
        if (view is Resource && view.Find("evidence") is not null)
            yield return ($"{path}/{{id}}/evidence", $"{path}/{values["id"]}/evidence");
    }

    private async Task<JsonNode> AnswerAsync(string address)
    {
        var text = await api.Client.GetStringAsync(address.TrimEnd('?'));
        var answer = JsonNode.Parse(Plain(text))!;
        if (answer["page"] is JsonObject page)
            (page["next"], page["next_cursor"]) = (null, null); // The cursor is sealed per database.
        Shorten(answer);
        return answer;
    }

    /// <summary>The first items of the lists in an answer of several rows. A record is whole.</summary>
    private static void Shorten(JsonNode answer)
    {
        if (answer["page"] is not null || answer["id"] is not null)
            return;
        foreach (var list in new[] { answer["data"], answer["codes"], answer["resources"], answer["first"]?["items"] }.OfType<JsonArray>())
        {
            Cut(list);
            foreach (var inner in list.OfType<JsonObject>().SelectMany(one => one.Select(member => member.Value)).OfType<JsonArray>())
                Cut(inner);
        }

        static void Cut(JsonArray list)
        {
            while (list.Count > MostItems)
                list.RemoveAt(MostItems);
        }
    }

    private async Task<IEnumerable<(string Status, JsonNode Problem)>> ProblemsAsync()
    {
        async Task<(string, JsonNode)> OfAsync(string status, string address, Action<HttpRequestMessage>? change = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            change?.Invoke(request);
            using var response = await api.Client.SendAsync(request);
            Assert.Equal(status, $"{(int)response.StatusCode}");
            return (status, JsonNode.Parse(Plain(await response.Content.ReadAsStringAsync()))!);
        }

        var others = new[] { ProblemType.TooManyRequests, ProblemType.InternalError, ProblemType.Unavailable, ProblemType.Timeout };
        return
        [
            await OfAsync("400", "/v1/visits?kind=vist&limit=0"),
            await OfAsync("404", "/v1/visits/xi-state-visit-to-russia"),
            await OfAsync("406", "/v1/visits", request => request.Headers.Add("Accept", "image/png")),
            await OfAsync("414", $"/v1/visits?q={new string('a', AddressLength.Most)}"),
            await OfAsync("415", "/v1/visits", request => request.Content = new StringContent("{}")),
            .. others.Select(type => ($"{type.Status}", JsonSerializer.SerializeToNode(new Problem
            {
                Type = type.Address,
                Title = type.Title,
                Status = type.Status,
                Detail = type.Description,
                Instance = "/v1/visits",
                TraceId = Trace,
            }, ApiJson.Options)!)),
        ];
    }

    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    /// <summary>The text without what differs at each run: the port, times and traces.</summary>
    private string Plain(string text) => TraceId().Replace(
        Time().Replace(text.Replace(api.Client.BaseAddress!.GetLeftPart(UriPartial.Authority), ApiIdentity.DefaultAddress), "2026-01-01T00:00:00Z"),
        Trace);

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+Z")]
    private static partial Regex Time();

    [GeneratedRegex(@"(?<=""trace_id"":"")[0-9a-f]+")]
    private static partial Regex TraceId();
}
