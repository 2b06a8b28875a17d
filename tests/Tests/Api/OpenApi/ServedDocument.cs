using System.Text.Json.Nodes;
using Tests.Support;

namespace Tests.Api.OpenApi;

/// <summary>The OpenAPI document as the API serves it, in a folder of its own, for programs to read.</summary>
internal sealed class ServedDocument : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private ServedDocument(JsonNode root) => Root = root;

    /// <summary>The document; a test may change it before it is written.</summary>
    public JsonNode Root { get; }

    /// <summary>Every operation: its path, and what is said of it, with what it shares with others put in its place.</summary>
    public IEnumerable<(string Path, JsonNode Operation)> Operations =>
        Root["paths"]!.AsObject().Select(path => (path.Key, path.Value!["get"]!));

    public static async Task<ServedDocument> ReadAsync(HttpClient client) =>
        new(JsonNode.Parse(await client.GetStringAsync("/swagger/v1/swagger.json"))!);

    /// <summary>What a reference refers to; anything else is itself.</summary>
    public JsonNode Target(JsonNode node) => node["$ref"] is { } reference
        ? reference.GetValue<string>().Split('/').Skip(1).Aggregate(Root, (found, name) => found[name]!)
        : node;

    /// <summary>The parameters of an operation.</summary>
    public IEnumerable<JsonNode> Parameters(JsonNode operation) => operation["parameters"]?.AsArray().Select(parameter => Target(parameter!)) ?? [];

    /// <summary>The address of an operation, with the examples of the document for what its path takes and its query needs.</summary>
    public string Address(string path, JsonNode operation) => Address(Path(path, operation), operation, []);

    /// <summary>The address of an operation at a path, with parameters, and with examples for others that its query needs.</summary>
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

    /// <summary>A path in its folder, which goes with it.</summary>
    public string In(string file) => _folder.In(file);

    /// <summary>Writes the document as it now is.</summary>
    /// <returns>The path of the file.</returns>
    public string Write(string file = "openapi.json")
    {
        File.WriteAllText(In(file), Root.ToJsonString());
        return In(file);
    }

    public void Dispose() => _folder.Dispose();
}
