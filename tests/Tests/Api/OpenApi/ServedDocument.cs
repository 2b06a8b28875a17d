using System.Text.Json.Nodes;
using Tests.Support;

namespace Tests.Api.OpenApi;

/// <summary>The OpenAPI document as the API serves it, in its own folder, for programs to read.</summary>
internal sealed class ServedDocument : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private ServedDocument(JsonNode root) => Root = root;

    /// <summary>The document; a test may change it before it is written.</summary>
    public JsonNode Root { get; }

    /// <summary>Every operation: its path and its description.</summary>
    public IEnumerable<(string Path, JsonNode Operation)> Operations =>
        Root["paths"]!.AsObject().Select(path => (path.Key, path.Value!["get"]!));

    public static async Task<ServedDocument> ReadAsync(HttpClient client, string name = "swagger") =>
        new(JsonNode.Parse(await client.GetStringAsync($"/swagger/v1/{name}.json"))!);

    /// <summary>The target of a reference. A node that is not a reference is returned as it is.</summary>
    public JsonNode Target(JsonNode node) => node["$ref"] is { } reference
        ? reference.GetValue<string>().Split('/').Skip(1).Aggregate(Root, (found, name) => found[name]!)
        : node;

    /// <summary>The parameters of an operation, with their whole schemas.</summary>
    public IEnumerable<JsonNode> Parameters(JsonNode operation) => operation["parameters"]?.AsArray().Select(parameter =>
    {
        var whole = Target(parameter!).DeepClone();
        whole["schema"] = Target(whole["schema"]!).DeepClone();
        if (whole["schema"]!["items"] is { } items)
            whole["schema"]!["items"] = Target(items).DeepClone();
        return whole;
    }) ?? [];

    /// <summary>
    /// Lets an answer have the rows that fields and group_by give, which the document has beside the answer. A program that reads an answer without
    /// its request needs all of them.
    /// </summary>
    public void AllowAllRows()
    {
        foreach (var (_, operation) in Operations)
        {
            if (operation["x-rows"] is not JsonObject rows)
                continue;
            var media = operation["responses"]!["200"]!["content"]!["application/json"]!;
            var whole = media["schema"]!.DeepClone();
            var isPage = Target(whole)["properties"]?["page"] is not null;
            var others = rows.Select(row => isPage ? PageOf(whole, row.Value!) : row.Value!.DeepClone()).ToArray();
            media["schema"] = new JsonObject { ["anyOf"] = new JsonArray([whole, .. others]) };
        }
    }

    private JsonNode PageOf(JsonNode whole, JsonNode row)
    {
        var page = Target(whole).DeepClone();
        page["properties"]!["data"]!["items"] = row.DeepClone();
        return page;
    }

    /// <summary>The address of an operation, with the document's examples for the path and for the required parameters.</summary>
    public string Address(string path, JsonNode operation) => Address(Path(path, operation), operation, []);

    /// <summary>The address of an operation at a path, with the given parameters and with examples for the other required ones.</summary>
    public string Address(string path, JsonNode operation, params IEnumerable<(string Name, string Value)> given)
    {
        var needed = Parameters(operation)
            .Where(parameter => SampleRequests.In(parameter, "query") && parameter["required"]?.GetValue<bool>() == true)
            .Select(parameter => (Name: SampleRequests.Name(parameter), Value: Example(parameter)));
        var all = given.Concat(needed).DistinctBy(parameter => parameter.Name).Select(parameter => $"{parameter.Name}={parameter.Value}").ToArray();
        return all.Length == 0 ? path : $"{path}?{string.Join('&', all)}";
    }

    /// <summary>The path of an operation, with the examples of the document.</summary>
    public string Path(string path, JsonNode operation) => Parameters(operation).Where(parameter => SampleRequests.In(parameter, "path"))
        .Aggregate(path, (filled, parameter) => filled.Replace($"{{{parameter["name"]}}}", Example(parameter)));

    /// <summary>The example of a parameter, as an address has it.</summary>
    public static string ExampleOf(JsonNode parameter) =>
        parameter["example"] is JsonArray list ? string.Join(',', list.Select(item => $"{item}")) : $"{parameter["example"]}";

    private static string Example(JsonNode parameter) => Uri.EscapeDataString(ExampleOf(parameter));

    /// <summary>The path of a file in the folder. The folder is deleted with this object.</summary>
    public string In(string file) => _folder.In(file);

    /// <summary>Writes the document in its current state.</summary>
    /// <returns>The path of the file.</returns>
    public string Write(string file = "openapi.json")
    {
        File.WriteAllText(In(file), Root.ToJsonString());
        return In(file);
    }

    public void Dispose() => _folder.Dispose();
}
