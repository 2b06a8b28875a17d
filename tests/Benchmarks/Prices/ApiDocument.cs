using System.Text.Json;
using System.Text.RegularExpressions;

namespace Benchmarks.Prices;

/// <summary>The operations of an OpenAPI document, and the pages of HTML, which take the parameters of the lists that they show.</summary>
internal sealed record ApiDocument(IReadOnlyList<Operation> Operations)
{
    /// <summary>Parameters that a page of HTML does not have, or that make another page of it.</summary>
    private static readonly HashSet<string> OfListsOnly = ["id", "resource", "fields", "group_by", "limit", "cursor", "snippets"];

    /// <summary>The lists: operations that answer with a page of records.</summary>
    public IEnumerable<Operation> Lists => Operations.Where(operation => operation.Parameters.ContainsKey("limit"));

    /// <summary>All operations but the tables.</summary>
    public IEnumerable<Operation> Pages => Operations.Where(operation => !operation.IsTable);

    public IEnumerable<Operation> Tables => Operations.Where(operation => operation.IsTable);

    public static ApiDocument Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var paths = root.GetProperty("paths").EnumerateObject()
            .Select(path => (path.Name, Parameters: ParametersOf(path.Value.GetProperty("get"), root))).ToArray();
        string[] views = [.. paths.Where(path => path.Parameters.ContainsKey("limit")).Select(path => path.Name)
            .OrderByDescending(name => name.Length)];
        Operation[] operations = [.. paths.Select(path => new Operation(path.Name, ViewOf(path.Name, views), path.Parameters))];
        return new([.. operations, .. operations.SelectMany(operation => HtmlOf(operation, operations))]);
    }

    private static string ViewOf(string path, string[] views) =>
        views.FirstOrDefault(view => path == view || (path.StartsWith(view, StringComparison.Ordinal) && path[view.Length] is '/' or '.')) ?? path;

    private static IEnumerable<Operation> HtmlOf(Operation list, Operation[] all)
    {
        var isResource = all.Any(operation => operation.Path == $"{list.Path}/{{id}}/citation.{{format}}");
        if (list.Path != list.View || (!isResource && list.Path != "/v1/timeline"))
            yield break;
        // A page without a resource shows another list for a search, which has other filters.
        yield return new(
            "/", list.View, list.Parameters.Where(pair => !OfListsOnly.Contains(pair.Key) && (isResource || pair.Key != "q")).ToDictionary(),
            isResource ? $"resource={list.Path["/v1/".Length..]}" : null);
    }

    private static Dictionary<string, Parameter> ParametersOf(JsonElement operation, JsonElement root) =>
        !operation.TryGetProperty("parameters", out var all) ? [] : all.EnumerateArray()
            .Select(parameter => Parameter.Of(Target(parameter, root), root)).ToDictionary(parameter => parameter.Name);

    public static JsonElement Target(JsonElement node, JsonElement root) => node.TryGetProperty("$ref", out var reference)
        ? reference.GetString()!.Split('/').Skip(1).Aggregate(root, (found, name) => found.GetProperty(name)) : node;
}

/// <summary>An operation.</summary>
/// <param name="Path">Its path, with the names of the parameters in it.</param>
/// <param name="View">The path of the list whose records it answers with, or its own.</param>
/// <param name="Parameters">Its parameters by name.</param>
/// <param name="Fixed">The parameter that is part of it, as the address has it.</param>
internal sealed record Operation(string Path, string View, IReadOnlyDictionary<string, Parameter> Parameters, string? Fixed = null)
{
    /// <summary>Whether it answers with all records: of a view, in a table format, or of the dataset.</summary>
    public bool IsTable => IsBundle
        || (Path.EndsWith(".{format}", StringComparison.Ordinal) && !Path.Contains("/citation") && !Path.Contains("/chart"));

    /// <summary>Whether it answers with a file of all tables.</summary>
    public bool IsBundle => Path.EndsWith(".zip", StringComparison.Ordinal);

    public override string ToString() => Fixed is null ? Path : $"{Path}?{Fixed}";
}

/// <summary>A parameter of an operation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsInPath">Whether it is a part of the path.</param>
/// <param name="IsRequired">Whether every request has it.</param>
/// <param name="IsList">Whether it has several values, separated by commas.</param>
/// <param name="Most">The greatest number of values of a list.</param>
/// <param name="Type">The type of its value, or of each.</param>
/// <param name="Least">The least value of a number.</param>
/// <param name="Greatest">The greatest value of a number.</param>
/// <param name="Allowed">The values that are allowed; empty for any of the type.</param>
/// <param name="Field">The field that it filters by; null for another parameter.</param>
/// <param name="IsFreeText">Whether it filters by any text, and not by ids.</param>
/// <param name="Example">The document's example.</param>
internal sealed partial record Parameter(
    string Name, bool IsInPath, bool IsRequired, bool IsList, int Most, string Type, int? Least, int? Greatest,
    IReadOnlyList<string> Allowed, string? Field, bool IsFreeText, string? Example)
{
    public static Parameter Of(JsonElement parameter, JsonElement root)
    {
        var schema = ApiDocument.Target(parameter.GetProperty("schema"), root);
        var isList = schema.TryGetProperty("items", out var items);
        var value = isList ? ApiDocument.Target(items, root) : schema;
        var description = parameter.TryGetProperty("description", out var text) ? text.GetString()! : "";
        return new(
            parameter.GetProperty("name").GetString()!,
            parameter.GetProperty("in").GetString() == "path",
            parameter.TryGetProperty("required", out var required) && required.GetBoolean(),
            isList,
            isList && schema.TryGetProperty("maxItems", out var most) ? most.GetInt32() : 1,
            value.GetProperty("type").GetString()!,
            value.TryGetProperty("minimum", out var least) ? least.GetInt32() : null,
            value.TryGetProperty("maximum", out var greatest) ? greatest.GetInt32() : null,
            value.TryGetProperty("enum", out var codes) ? [.. codes.EnumerateArray().Select(code => code.ToString())] : [],
            FieldPattern().Match(description) is { Success: true } field ? field.Groups[1].Value : null,
            isList && value.TryGetProperty("pattern", out var pattern) && pattern.GetString()!.StartsWith("^[^", StringComparison.Ordinal),
            parameter.TryGetProperty("example", out var example) ? example.ToString() : null);
    }

    [GeneratedRegex("^`([a-z0-9_]+)` ")]
    private static partial Regex FieldPattern();
}
