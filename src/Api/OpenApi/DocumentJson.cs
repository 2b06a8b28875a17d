using System.Text.Json.Nodes;
using Api.Listing.Declare;

namespace Api.OpenApi;

/// <summary>Changes to an OpenAPI document as JSON, in which all parameters are within their operations.</summary>
internal static class DocumentJson
{
    private const string Reference = "$ref";

    public static IEnumerable<(string Path, JsonObject Operation)> Operations(JsonObject document) =>
        document["paths"]!.AsObject().Select(path => (path.Key, path.Value!["get"]!.AsObject()));

    public static JsonArray Parameters(JsonObject operation) => operation["parameters"]?.AsArray() ?? [];

    public static void RemovePaths(JsonObject document, Func<JsonObject, bool> which)
    {
        foreach (var path in Operations(document).Where(pair => which(pair.Operation)).Select(pair => pair.Path).ToArray())
            document["paths"]!.AsObject().Remove(path);
    }

    /// <summary>
    /// Moves each parameter to the components, once. It has its own name there; of several with one name, all but the most frequent have a
    /// number too.
    /// </summary>
    public static void ShareParameters(JsonObject document)
    {
        var all = Operations(document).SelectMany(pair => Parameters(pair.Operation).Select(parameter =>
            (pair.Operation, Parameter: parameter!, Name: parameter!["name"]!.GetValue<string>(), Text: parameter.ToJsonString()))).ToArray();
        var names = new Dictionary<string, string>();
        var components = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var sameName in all.GroupBy(one => one.Name))
        {
            var variants = sameName.GroupBy(one => one.Text).OrderByDescending(variant => variant.Count()).ToArray();
            foreach (var (variant, index) in variants.Select((variant, index) => (variant, index)))
            {
                var first = variant.First();
                names[variant.Key] = index == 0 ? first.Name : $"{first.Name}-{index + 1}";
                components[names[variant.Key]] = first.Parameter.DeepClone();
            }
        }

        foreach (var operation in all.GroupBy(one => one.Operation))
        {
            operation.Key["parameters"] = new JsonArray(
                [.. operation.Select(one => new JsonObject { [Reference] = $"#/components/parameters/{names[one.Text]}" })]);
        }

        document["components"]!["parameters"] = new JsonObject(components.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
    }

    /// <summary>Moves properties that several schemas have to the components, once. Generators confuse those that refer to others.</summary>
    public static void ShareProperties(JsonObject document)
    {
        const int Few = 2, Short = 100;
        var schemas = document["components"]!["schemas"]!.AsObject();
        var all = schemas.Select(schema => schema.Value!["properties"]).OfType<JsonObject>()
            .SelectMany(properties => properties.Select(property => (properties, property.Key, Text: property.Value!.ToJsonString()))).ToArray();
        foreach (var equal in all.Where(one => one.Text.Length > Short && !one.Text.Contains(Reference))
            .GroupBy(one => (one.Key, one.Text)).Where(equal => equal.Count() > Few))
        {
            var name = $"{RowNames.Pascal(equal.Key.Key)}Value";
            if (schemas.ContainsKey(name))
                continue;
            schemas[name] = equal.First().properties[equal.Key.Key]!.DeepClone();
            foreach (var (properties, key, _) in equal)
                properties[key] = new JsonObject { [Reference] = $"#/components/schemas/{name}" };
        }
    }

    /// <summary>Removes the components to which nothing leads.</summary>
    public static void RemoveUnused(JsonObject document)
    {
        var components = document["components"]!.AsObject();
        var used = new HashSet<string>();
        Follow(document["paths"]!);
        foreach (var (kind, all) in components.ToArray())
        {
            foreach (var name in all!.AsObject().Select(pair => pair.Key).Where(name => !used.Contains($"#/components/{kind}/{name}")).ToArray())
                all.AsObject().Remove(name);
            if (all.AsObject().Count == 0)
                components.Remove(kind);
        }

        void Follow(JsonNode node)
        {
            if (node is JsonObject members)
            {
                if (members[Reference] is JsonValue reference && used.Add(reference.GetValue<string>()))
                    Follow(Target(document, reference.GetValue<string>()));
                foreach (var (_, member) in members)
                {
                    if (member is not null)
                        Follow(member);
                }
            }
            else if (node is JsonArray items)
            {
                foreach (var item in items)
                {
                    if (item is not null)
                        Follow(item);
                }
            }
        }
    }

    /// <summary>In OpenAPI 3.0, a reference or null is a reference that is nullable. The library writes a choice of two, which readers show as such.</summary>
    public static void SimplifyNullable(JsonNode node)
    {
        if (node is JsonObject members)
        {
            if (members["oneOf"] is JsonArray { Count: 2 } choice && choice[1]!["nullable"] is not null && choice[1]!["enum"] is not null)
            {
                members.Remove("oneOf");
                members["allOf"] = new JsonArray(choice[0]!.DeepClone());
                members["nullable"] = true;
            }

            foreach (var member in members.Select(pair => pair.Value).OfType<JsonNode>())
                SimplifyNullable(member);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>())
                SimplifyNullable(item);
        }
    }

    /// <summary>The node itself, or a copy of what it refers to in its place.</summary>
    public static JsonNode Own(JsonObject document, JsonObject parent, string name)
    {
        if (parent[name]![Reference] is { } reference)
            parent[name] = Target(document, reference.GetValue<string>()).DeepClone();
        return parent[name]!;
    }

    private static JsonNode Target(JsonObject document, string reference) =>
        reference.Split('/').Skip(1).Aggregate((JsonNode)document, (found, name) => found[name]!);
}
