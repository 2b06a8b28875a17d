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

    public static async Task<ServedDocument> ReadAsync(HttpClient client) =>
        new(JsonNode.Parse(await client.GetStringAsync("/swagger/v1/swagger.json"))!);

    /// <summary>The target of a reference. A node that is not a reference is returned as it is.</summary>
    public JsonNode Target(JsonNode node) => node["$ref"] is { } reference
        ? reference.GetValue<string>().Split('/').Skip(1).Aggregate(Root, (found, name) => found[name]!)
        : node;

    /// <summary>The parameters of an operation.</summary>
    public IEnumerable<JsonNode> Parameters(JsonNode operation) => operation["parameters"]?.AsArray().Select(parameter => Target(parameter!)) ?? [];

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

    private static string Example(JsonNode parameter) => Uri.EscapeDataString(parameter["example"]!.GetValue<string>());

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
