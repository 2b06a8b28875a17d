using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Api.Http;
using Api.Reading;
using Api.Resources;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace Api.OpenApi;

/// <summary>A document that describes the API or a part of it.</summary>
/// <param name="Name">Its name in an address.</param>
/// <param name="Title">Its name for people.</param>
internal sealed record DocumentName(string Name, string Title);

/// <summary>
/// The OpenAPI documents. All come from one, which has every operation. That for machines has everything once. Those for people are parts of it
/// with examples of answers, as OpenAPI 3.0: Swagger UI takes more than twice as long for 3.1.
/// </summary>
internal sealed class OpenApiDocuments
{
    /// <summary>The extension with the schemas of the rows that fields and group_by give.</summary>
    public const string RowsExtension = "x-rows";

    public const string Machine = "swagger";

    private const int MostAtStart = 20;
    private static readonly string[] AtStartToo = ["fields", "dataset_version"];
    private static readonly string[] StartOperations =
    [
        .. new[] { "Dyads", "TimelineEntries", "SearchResults", "PanelRows", "TradeSeriesValues", "Changes" }.Select(rows => $"list{rows}"),
        .. Registry.All.SelectMany(resource => new[] { $"list{resource.Rows.ManyIdentifier}", $"get{resource.Rows.OneIdentifier}" }),
        "getDyad", "getDataset",
    ];

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly DocumentName Start = new("start-here", "Start here");
    private static readonly DocumentName Everything = new("all", "Everything in one");

    /// <summary>The documents of one group of operations each, by their tag.</summary>
    private static readonly Dictionary<string, DocumentName> ByTag = Registry.All.Select(ResourceEndpoints.TagOf)
        .Append(Tags.Across).Append(Tags.Overview)
        .ToDictionary(tag => tag, tag => new DocumentName(tag.ToLowerInvariant().Replace(' ', '-'), tag));

    private readonly Lazy<Task<Dictionary<string, string>>> _all;

    public OpenApiDocuments(IAsyncSwaggerProvider provider) => _all = new(() => WriteAllAsync(provider));

    /// <summary>The documents for people, in the order in which they are offered.</summary>
    public static IReadOnlyList<DocumentName> ForPeople { get; } = [Start, .. ByTag.Values, Everything];

    /// <summary>A document, with the default address in place of the server's.</summary>
    public async Task<string> GetAsync(string name) => (await _all.Value)[name];

    private static async Task<Dictionary<string, string>> WriteAllAsync(IAsyncSwaggerProvider provider)
    {
        var complete = await provider.GetSwaggerAsync("v1");
        var documents = new Dictionary<string, string> { [Machine] = ForMachines(await ParseAsync(complete, OpenApiSpecVersion.OpenApi3_1)) };
        var people = await ParseAsync(complete, OpenApiSpecVersion.OpenApi3_0);
        DocumentJson.SimplifyNullable(people);
        foreach (var (_, operation) in DocumentJson.Operations(people))
            operation.Remove(RowsExtension);
        DocumentJson.RemoveUnused(people);
        AddExamples(people);
        documents[Everything.Name] = Text(people);
        foreach (var (tag, document) in ByTag)
            documents[document.Name] = Text(Part(people, operation => tag == (TagOf(operation) is Tags.Health ? Tags.Overview : TagOf(operation))));
        var start = Part(people, operation => StartOperations.Contains($"{operation["operationId"]}"));
        foreach (var (_, operation) in DocumentJson.Operations(start))
            KeepFirst(DocumentJson.Parameters(operation));
        documents[Start.Name] = Text(start);
        return documents;
    }

    private static async Task<JsonObject> ParseAsync(OpenApiDocument document, OpenApiSpecVersion version) =>
        JsonNode.Parse(await document.SerializeAsJsonAsync(version))!.AsObject();

    private static string ForMachines(JsonObject document)
    {
        document["openapi"] = "3.1.1"; // Parsers from before 3.1.2 refuse it, and nothing differs.
        foreach (var parameter in DocumentJson.Operations(document).SelectMany(pair => DocumentJson.Parameters(pair.Operation)))
        {
            if (parameter!["required"] is null) // Examples of optional ones differ by view, and each parameter is in this document once.
                parameter.AsObject().Remove("example");
        }

        DocumentJson.ShareParameters(document);
        DocumentJson.ShareProperties(document);
        return Text(document);
    }

    private static JsonObject Part(JsonObject whole, Func<JsonObject, bool> which)
    {
        var part = whole.DeepClone().AsObject();
        DocumentJson.RemovePaths(part, operation => !which(operation));
        DocumentJson.RemoveUnused(part);
        var tags = DocumentJson.Operations(part).Select(pair => TagOf(pair.Operation)).ToHashSet();
        part["tags"] = new JsonArray([.. part["tags"]!.AsArray().Where(tag => tags.Contains($"{tag!["name"]}")).Select(tag => tag!.DeepClone())]);
        return part;
    }

    /// <summary>Keeps the plain filters and the common parameters, the most used first.</summary>
    private static void KeepFirst(JsonArray parameters)
    {
        var plain = parameters.Where(parameter => !NameOf(parameter!).Contains("__")).ToArray();
        var kept = plain.Where(parameter => !AtStartToo.Contains(NameOf(parameter!))).Take(MostAtStart - AtStartToo.Length)
            .Concat(plain.Where(parameter => AtStartToo.Contains(NameOf(parameter!)))).ToArray();
        parameters.Clear();
        foreach (var parameter in kept)
            parameters.Add(parameter);
    }

    private static void AddExamples(JsonObject document)
    {
        foreach (var (path, operation) in DocumentJson.Operations(document))
        {
            if (Examples.Answer(path) is { } answer)
                DocumentJson.Own(document, operation["responses"]!.AsObject(), "200")["content"]!.AsObject().Single().Value!["example"] = answer;
        }

        foreach (var (status, response) in document["components"]!["responses"]!.AsObject())
        {
            if (Examples.Answer(status) is { } problem)
                response!["content"]![Problem.MediaType]!["example"] = problem;
        }
    }

    private static string TagOf(JsonObject operation) => $"{operation["tags"]![0]}";

    private static string NameOf(JsonNode parameter) => $"{parameter["name"]}";

    private static string Text(JsonObject document) => document.ToJsonString(Compact);
}
