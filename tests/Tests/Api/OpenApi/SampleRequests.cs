using System.Text.Json.Nodes;
using Api.Http;
using Api.Listing.Declare;
using Api.Resources;
using Api.Views;
using Tests.Support;

namespace Tests.Api.OpenApi;

/// <summary>Requests built from the document: valid ones, with values from it or from the data, and ones that it forbids.</summary>
internal static class SampleRequests
{
    private const int FiltersAtOnce = 12;

    /// <summary>Values of common parameters that need another parameter or that no field has.</summary>
    private static readonly Dictionary<string, string> Common = new()
    {
        ["q"] = "energy -gas",
        ["date_from"] = "2022-02",
        ["date_to"] = "2023",
        ["date_match"] = "certain&date_from=2022",
        ["around"] = "2022-02-24",
        ["window"] = "P6M&around=2022-02",
        ["since"] = "0",
        ["to"] = "1",
        ["dataset_version"] = "1",
    };

    /// <summary>The operation with every value that its path may take, and with no optional parameter.</summary>
    public static IEnumerable<string> Plain(ServedDocument document, string path, JsonNode operation) =>
        document.Parameters(operation).SingleOrDefault(parameter => In(parameter, "path") && parameter["schema"]!["enum"] is not null) is { } choice
            ? choice["schema"]!["enum"]!.AsArray()
                .Select(value => document.Path(path.Replace($"{{{Name(choice)}}}", $"{value}"), operation))
                .Select(filled => document.Address(filled, operation, []))
            : [document.Address(path, operation)];

    /// <summary>The operation with each of its parameters, except the cursor, which comes from an answer.</summary>
    /// <remarks>A request has several filters. The tests of filters have each alone.</remarks>
    public static async Task<IReadOnlyList<string>> WithEachParameterAsync(
        ServedDocument document, string path, JsonNode operation, HttpClient client)
    {
        var filled = document.Path(path, operation);
        var view = Registry.All.Concat(ViewRegistry.All).OrderByDescending(view => view.Name.Length)
            .FirstOrDefault(view => path.StartsWith($"/v1/{view.Name}", StringComparison.Ordinal));
        var rows = view is null ? [] : await client.LinesAsync($"/v1/{view.Name}.ndjson{(view.NeedsSearch ? "?q=russia" : "")}");
        var filters = (view?.Filters ?? []).ToDictionary(filter => filter.Parameter);
        var given = document.Parameters(operation).Where(parameter => In(parameter, "query") && Name(parameter) != "cursor")
            .SelectMany(parameter => Values(parameter).Select(value => (Name: Name(parameter), Value: value)))
            .ToLookup(parameter => filters.ContainsKey(parameter.Name));
        return
        [
            .. given[false].Select(one => document.Address(InFormatOf(one.Name), operation, one)),
            .. given[true].Chunk(FiltersAtOnce).Select(some => document.Address(filled, operation, some)),
        ];

        IEnumerable<string> Values(JsonNode parameter) => Common.TryGetValue(Name(parameter), out var common) ? [common]
            : Name(parameter) is "sort" or "fields" ? [view!.Fields[0].Name]
            : filters.TryGetValue(Name(parameter), out var filter) ? Samples.For(filter, rows).Take(1).Select(Uri.EscapeDataString)
            : OfForm(parameter["schema"]!);

        string InFormatOf(string name) =>
            CommonParameter.All.FirstOrDefault(one => one.Name == name)?.Format is { } only && !filled.EndsWith($".{only}", StringComparison.Ordinal)
                ? $"{filled}.{only}" : filled;
    }

    /// <summary>The operation with each of its parameters in turn, with values that break the parameter's schema.</summary>
    public static IEnumerable<string> RuledOut(ServedDocument document, string path, JsonNode operation) => document.Parameters(operation)
        .Where(parameter => In(parameter, "query"))
        .SelectMany(parameter => Breaking(parameter["schema"]!)
            .Select(value => document.Address(document.Path(path, operation), operation, (Name(parameter), value))));

    public static bool In(JsonNode parameter, string place) => parameter["in"]!.GetValue<string>() == place;

    public static string Name(JsonNode parameter) => parameter["name"]!.GetValue<string>();

    /// <summary>Values of a schema.</summary>
    private static IEnumerable<string> OfForm(JsonNode schema) => schema switch
    {
        _ when schema["items"] is { } items => items["enum"] is JsonArray all
            ? [$"{all[0]}", .. all.Count > 1 ? [$"{all[0]},{all[all.Count / 2]}"] : Array.Empty<string>()]
            : OfForm(items),
        _ when schema["enum"] is JsonArray all => all.Select(one => $"{one}"),
        _ => schema["type"]!.GetValue<string>() switch
        {
            "boolean" => ["true", "false"],
            "integer" => [$"{schema["minimum"] ?? int.MinValue}", $"{schema["maximum"] ?? int.MaxValue}"],
            "number" => ["1.5"],
            _ => ["text"],
        },
    };

    /// <summary>Values that break each constraint of a schema.</summary>
    private static IEnumerable<string> Breaking(JsonNode schema)
    {
        if (schema["items"] is { } items)
        {
            foreach (var value in Breaking(items))
                yield return value;
            if (schema["maxItems"] is { } most)
                yield return string.Join(',', Enumerable.Repeat(OfForm(items).First(), most.GetValue<int>() + 1));
            if (schema["uniqueItems"]?.GetValue<bool>() == true)
                yield return string.Join(',', Enumerable.Repeat(OfForm(items).First(), 2));
        }
        else if (schema["enum"] is not null || schema["type"]!.GetValue<string>() != "string")
        {
            yield return "no-such-value";
        }

        if (schema["minimum"] is { } minimum)
            yield return $"{minimum.GetValue<long>() - 1}";
        if (schema["maximum"] is { } maximum)
            yield return $"{maximum.GetValue<long>() + 1}";
        if (schema["pattern"] is not null)
            yield return "%01";
        if (schema["maxLength"] is { } longest && longest.GetValue<int>() < AddressLength.Most)
            yield return new string('a', longest.GetValue<int>() + 1);
    }
}
