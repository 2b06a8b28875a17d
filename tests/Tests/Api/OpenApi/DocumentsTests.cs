using System.Text.Json.Nodes;
using Api.OpenApi;
using Tests.Fixtures;
using Xunit;

namespace Tests.Api.OpenApi;

/// <summary>The documents for people are parts of the document for machines.</summary>
public sealed class DocumentsTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    /// <summary>What only one of them has: examples, the rows of other requests, and how versions of OpenAPI write null and any type.</summary>
    private static readonly string[] Own = ["example", "x-rows", "nullable", "oneOf", "allOf", "anyOf"];

    public static TheoryData<string> People => [.. OpenApiDocuments.ForPeople.Select(document => document.Name)];

    [Theory, MemberData(nameof(People))]
    public async Task Each_operation_for_people_is_that_for_machines(string name)
    {
        using var machine = await ServedDocument.ReadAsync(api.Client);
        using var people = await ServedDocument.ReadAsync(api.Client, name);
        Assert.StartsWith("3.0.", people.Root["openapi"]!.GetValue<string>());
        var operations = machine.Operations.ToDictionary(pair => pair.Path, pair => pair.Operation);
        foreach (var (path, operation) in people.Operations)
        {
            var known = operations[path];
            foreach (var member in new[] { "operationId", "summary", "description", "tags" })
                Assert.Equal(known[member]?.ToJsonString(), operation[member]?.ToJsonString());
            var parameters = machine.Parameters(known).ToDictionary(SampleRequests.Name, parameter => Plain(machine, parameter));
            foreach (var parameter in people.Parameters(operation))
                Assert.Equal(parameters[SampleRequests.Name(parameter)], Plain(people, parameter));
            foreach (var (status, response) in operation["responses"]!.AsObject())
                Assert.Equal(Plain(machine, known["responses"]![status]!), Plain(people, response!));
        }
    }

    [Fact]
    public async Task Everything_has_every_operation_and_parameter()
    {
        using var machine = await ServedDocument.ReadAsync(api.Client);
        using var everything = await ServedDocument.ReadAsync(api.Client, "all");
        Assert.Equal(Names(machine), Names(everything));

        static IEnumerable<string> Names(ServedDocument document) => document.Operations.SelectMany(
            pair => document.Parameters(pair.Operation).Select(parameter => $"{pair.Path} {SampleRequests.Name(parameter)}"));
    }

    [Fact]
    public async Task Each_operation_is_in_the_document_of_one_group()
    {
        var found = new List<string>();
        foreach (var document in OpenApiDocuments.ForPeople.Skip(1).SkipLast(1))
        {
            using var part = await ServedDocument.ReadAsync(api.Client, document.Name);
            found.AddRange(part.Operations.Select(operation => operation.Path));
        }

        using var machine = await ServedDocument.ReadAsync(api.Client);
        Assert.Equal(machine.Operations.Select(operation => operation.Path).Order(), found.Order());
    }

    [Fact]
    public async Task Start_here_has_few_operations_with_at_most_20_plain_parameters()
    {
        using var start = await ServedDocument.ReadAsync(api.Client, "start-here");
        Assert.InRange(start.Operations.Count(), 25, 35);
        foreach (var (path, operation) in start.Operations)
        {
            var names = start.Parameters(operation).Select(SampleRequests.Name).ToArray();
            Assert.True(names.Length <= 20, path);
            Assert.DoesNotContain(names, name => name.Contains("__"));
        }
    }

    [Fact]
    public async Task The_document_for_machines_is_compact()
    {
        var text = await api.Client.GetStringAsync("/swagger/v1/swagger.json");
        Assert.StartsWith("{\"openapi\":\"3.1.1\"", text);
        Assert.InRange(text.Length, 1, 800 * 1024);
        Assert.DoesNotContain("2147483647", text);
        using var led = await api.Client.GetAsync("/openapi.json");
        Assert.Equal("/swagger/v1/swagger.json", led.RequestMessage!.RequestUri!.AbsolutePath);
    }

    /// <summary>A node with all that it refers to, as far as both versions of OpenAPI write it alike.</summary>
    private static string Plain(ServedDocument document, JsonNode node)
    {
        var whole = node is JsonObject ? document.Target(node) : node;
        if (whole is JsonObject members)
        {
            return string.Join('\n', members.Where(member => !Own.Contains(member.Key) && !IsAnyType(member))
                .OrderBy(member => member.Key, StringComparer.Ordinal)
                .Select(member => $"{member.Key}: {(member.Key == "type" ? TypeOf(member.Value!) : Plain(document, member.Value!))}"));
        }

        return whole is JsonArray items ? string.Join(", ", items.Select(item => item is null ? "null" : Plain(document, item))) : $"{whole}";
    }

    /// <summary>OpenAPI 3.0 has no type for a value of any type.</summary>
    private static bool IsAnyType(KeyValuePair<string, JsonNode?> member) => member.Key == "type" && TypeOf(member.Value!).Contains(' ');

    private static string TypeOf(JsonNode type) =>
        type is JsonArray types ? string.Join(' ', types.Select(one => $"{one}").Where(one => one != "null")) : $"{type}";
}
