using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Api.Http;
using Api.Listing.Declare;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.OpenApi;

/// <summary>The OpenAPI document describes all of the API.</summary>
public sealed class OpenApiTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private static readonly string[] Words = ["summary", "description", "operationId"];

    /// <summary>The document of each client. It is large and built for each request, so it is read once.</summary>
    private static readonly ConditionalWeakTable<HttpClient, Task<JsonElement>> Documents = [];

    [Fact]
    public async Task The_document_is_openapi_3_1() =>
        Assert.StartsWith("3.1.", (await DocumentAsync()).GetProperty("openapi").GetString());

    [Fact]
    public async Task Every_operation_is_named_described_and_lists_errors()
    {
        var operations = await OperationsAsync();
        foreach (var (path, operation) in operations)
        {
            Assert.All(Words, member =>
                Assert.False(string.IsNullOrWhiteSpace(operation.GetProperty(member).GetString()), $"{path} has no {member}"));
            Assert.NotEmpty(operation.GetProperty("tags").EnumerateArray());
            var responses = operation.GetProperty("responses").EnumerateObject().ToDictionary(response => response.Name, response => response.Value);
            Assert.Subset(responses.Keys.ToHashSet(), new HashSet<string> { "200", "400", "415", "500" });
            Assert.All(responses, response => Assert.False(
                string.IsNullOrWhiteSpace(response.Value.GetProperty("description").GetString()), $"{path} {response.Key}"));
            Assert.All(responses.Where(response => response.Key[0] is '4' or '5'), response =>
                Assert.True(response.Value.GetProperty("content").TryGetProperty("application/problem+json", out _), $"{path} {response.Key}"));
        }

        var names = operations.Select(operation => operation.Operation.GetProperty("operationId").GetString()).ToArray();
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public async Task Every_parameter_has_a_description_and_a_type()
    {
        foreach (var (path, operation) in await OperationsAsync())
        {
            Assert.All(Parameters(operation), parameter =>
            {
                var name = parameter.GetProperty("name").GetString();
                Assert.False(string.IsNullOrWhiteSpace(parameter.GetProperty("description").GetString()), $"{path} {name}");
                Assert.True(parameter.GetProperty("schema").TryGetProperty("type", out _), $"{path} {name}");
            });
        }
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Documented_parameters_are_the_accepted_ones(string resource)
    {
        (string Path, RequestKind Kind, string Format)[] operations =
        [
            ("", RequestKind.Page, "json"),
            (".{format}", RequestKind.Table, "csv"),
            ("/facets", RequestKind.Facets, "json"),
            ("/{id}", RequestKind.Record, "csv"),
            ("/citation.{format}", RequestKind.Citation, "txt"),
        ];
        foreach (var (rest, ask, format) in operations)
        {
            var operation = (await OperationsAsync()).Single(operation => operation.Path == $"/v1/{resource}{rest}").Operation;
            var documented = Parameters(operation)
                .Where(parameter => parameter.GetProperty("in").GetString() == "query")
                .Select(parameter => parameter.GetProperty("name").GetString()!).ToArray();
            Assert.Equal(CommonParameter.NamesFor(Cases.Find(resource), ask, format).Order(), documented.Order());
        }
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Documented_values_are_the_accepted_ones(string resource)
    {
        var view = Cases.Find(resource);
        var groups = Grouping.Possible(view).Select(column => column.Field.Name).ToArray();
        var operation = (await OperationsAsync()).Single(operation => operation.Path == $"/v1/{resource}").Operation;
        foreach (var parameter in Parameters(operation))
        {
            var schema = parameter.GetProperty("schema");
            var name = parameter.GetProperty("name").GetString()!;
            var values = (schema.TryGetProperty("items", out var items) ? items : schema).TryGetProperty("enum", out var allowed)
                ? allowed.EnumerateArray().Select(value => value.GetString()!).ToArray() : [];
            foreach (var value in values)
            {
                var field = value.TrimStart('-');
                var needed = field == "rank" ? "&q=russia"
                    : name == "date_match" ? "&date_from=2022"
                    : name is "sort" or "fields" && view.Find(field) is null ? $"&group_by={(groups.Contains(field) ? field : groups[0])}"
                    : "";
                await api.Client.JsonAsync($"/v1/{resource}?limit=1&{name}={value}{needed}");
            }
        }
    }

    [Fact]
    public async Task Every_answer_field_has_description_and_type()
    {
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").EnumerateObject().ToArray();
        Assert.All(schemas, schema => Assert.False(string.IsNullOrWhiteSpace(schema.Value.GetProperty("description").GetString()), schema.Name));
        // A partial row has the fields of the record, and the columns of a group have names that say what they are.
        foreach (var schema in schemas.Where(schema => !schema.Name.EndsWith("Partial") && !schema.Name.EndsWith("Group")))
            AssertDescribed(schema.Value, schema.Name);
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task A_record_has_the_fields_that_are_served(string resource)
    {
        var document = await DocumentAsync();
        var record = document.GetProperty("components").GetProperty("schemas").GetProperty(Cases.Find(resource).Type.Record.Name);
        var schema = record.GetProperty("properties");
        Assert.Equal(Cases.Find(resource).Fields.Select(field => field.Name), schema.EnumerateObject().Select(property => property.Name));
        Assert.Equal(Cases.Find(resource).Fields.Select(field => field.Name), Meaning.Texts(record.GetProperty("required")));
        foreach (var row in await api.Client.RowsAsync(resource))
        {
            Assert.All(row.EnumerateObject(), member => Assert.True(
                Fits(member.Value, schema.GetProperty(member.Name), document),
                $"{ApiRequests.Id(row)}.{member.Name} is {member.Value.GetRawText()}"));
        }
    }

    [Fact]
    public async Task Every_operation_answers_at_the_first_try()
    {
        foreach (var (path, operation) in await OperationsAsync())
        {
            var address = Parameters(operation).Where(parameter => parameter.GetProperty("in").GetString() == "path")
                .Aggregate(path, (filled, parameter) => filled.Replace(
                    $"{{{parameter.GetProperty("name").GetString()}}}", parameter.GetProperty("example").GetString()));
            var needed = Parameters(operation)
                .Where(parameter => parameter.GetProperty("in").GetString() == "query")
                .Where(parameter => parameter.TryGetProperty("required", out var required) && required.GetBoolean())
                .Select(parameter => ApiRequests.Parameter(
                    parameter.GetProperty("name").GetString()!, parameter.GetProperty("example").GetString()!));
            address += $"?{string.Join('&', needed)}";
            using var response = await api.Client.GetAsync(address);
            Assert.True((int)response.StatusCode == 200, $"{address} answers {(int)response.StatusCode}");
            var content = Assert.Single(operation.GetProperty("responses").GetProperty("200").GetProperty("content").EnumerateObject());
            Assert.True(content.Name is MediaTypes.Any || content.Name == response.Content.Headers.ContentType!.MediaType, address);
            Assert.True((await response.Content.ReadAsStringAsync()).Length > 10, address);
        }
    }

    [Fact]
    public async Task Every_route_is_documented()
    {
        var paths = (await OperationsAsync()).Select(operation => operation.Path).ToHashSet();
        string[] rests = ["", ".{format}", "/facets", "/{id}", "/citation.{format}", "/{id}/citation.{format}"];
        foreach (var resource in Cases.Resource)
            Assert.Subset(paths, rests.Select(rest => $"/v1/{resource.Data}{rest}").ToHashSet());
        Assert.Subset(paths, new HashSet<string>
        {
            "/v1", "/v1/codelists", "/v1/codelists/{name}", "/v1/dataset", "/v1/dataset/versions", "/v1/dataset/versions.atom",
            "/v1/problems", "/v1/problems/{name}", "/health/live", "/health/ready",
        });
    }

    [Fact]
    public async Task The_explorer_is_served()
    {
        Assert.Contains("swagger-ui", await api.Client.GetStringAsync("/swagger/index.html"));
        Assert.Equal(200, (int)(await api.Client.GetAsync("/swagger")).StatusCode);
    }

    private static void AssertDescribed(JsonElement schema, string where)
    {
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                var refers = property.Value.TryGetProperty("$ref", out _);
                var hasType = new[] { "type", "oneOf", "allOf" }.Any(member => property.Value.TryGetProperty(member, out _));
                Assert.True(refers || property.Value.TryGetProperty("description", out _), $"{where}.{property.Name} has no description");
                Assert.True(refers || hasType, $"{where}.{property.Name} has no type");
                AssertDescribed(property.Value, $"{where}.{property.Name}");
            }
        }

        if (schema.TryGetProperty("items", out var items))
            AssertDescribed(items, $"{where}[]");
    }

    private static bool Fits(JsonElement value, JsonElement schema, JsonElement document)
    {
        if (schema.TryGetProperty("$ref", out _))
            return Fits(value, JsonSerializer.SerializeToElement(Target(JsonSerializer.SerializeToNode(schema)!, document)), document);
        if (schema.TryGetProperty("oneOf", out var choice) || schema.TryGetProperty("allOf", out choice))
            return choice.EnumerateArray().Any(one => Fits(value, one, document));
        var type = schema.GetProperty("type");
        var types = type.ValueKind == JsonValueKind.Array ? Meaning.Texts(type) : [type.GetString()!];
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
            return false;
        return types.Contains(value.ValueKind switch
        {
            JsonValueKind.Null => "null",
            JsonValueKind.Array => "array",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number when types.Contains("integer") => value.TryGetInt32(out _) ? "integer" : "none",
            JsonValueKind.Number => "number",
            _ => "string",
        });
    }

    private static JsonElement[] Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray()] : [];

    private Task<JsonElement> DocumentAsync() => Documents.GetValue(api.Client, client => client.JsonAsync("/swagger/v1/swagger.json"));

    /// <summary>Every operation, with its references resolved.</summary>
    private async Task<(string Path, JsonElement Operation)[]> OperationsAsync()
    {
        var document = await DocumentAsync();
        return [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => (path.Name, JsonSerializer.SerializeToElement(Resolved(JsonObject.Create(operation.Value)!, document)))))];
    }

    private static JsonObject Resolved(JsonObject operation, JsonElement document)
    {
        if (operation["parameters"] is JsonArray parameters)
            operation["parameters"] = new JsonArray([.. parameters.Select(parameter => Whole(Target(parameter!, document)!, document))]);
        operation["responses"] = new JsonObject(operation["responses"]!.AsObject()
            .Select(response => KeyValuePair.Create(response.Key, Target(response.Value!, document))));
        return operation;
    }

    private static JsonNode Whole(JsonNode parameter, JsonElement document)
    {
        parameter["schema"] = Target(parameter["schema"]!, document);
        if (parameter["schema"]!["items"] is { } items)
            parameter["schema"]!["items"] = Target(items, document);
        return parameter;
    }

    /// <summary>The target of a reference within the document. A node that is not a reference is returned as it is.</summary>
    private static JsonNode? Target(JsonNode node, JsonElement document) => node["$ref"] is { } reference
        ? JsonSerializer.SerializeToNode(
            reference.GetValue<string>().Split('/').Skip(1).Aggregate(document, (found, name) => found.GetProperty(name)))
        : node.DeepClone();
}
