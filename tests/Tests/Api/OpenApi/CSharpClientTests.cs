using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.OpenApi;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.OpenApi;

/// <summary>A typed C# client is generated from the document, compiled, and used against the API.</summary>
public sealed class CSharpClientTests(LoadedApi api, NodeTools node) : IClassFixture<LoadedApi>
{
    /// <summary>The setting that NSwag leaves to its user: a list of codes is read from text, as a single code is.</summary>
    private const string Settings = """
        namespace Generated;
        public partial class Client
        {
            static partial void UpdateJsonSerializerSettings(System.Text.Json.JsonSerializerOptions settings) =>
                settings.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter());
        }
        """;

    private static readonly JsonSerializerOptions CodesAsText = new() { Converters = { new JsonStringEnumConverter() } };

    [LongFact]
    public async Task Generated_types_hold_every_answer_whole()
    {
        using var document = await ServedDocument.ReadAsync(api.Client);
        var type = new AssemblyLoadContext("client").LoadFromStream(Compile(await GenerateAsync(document))).GetType("Generated.Client")!;
        var client = Activator.CreateInstance(type, api.Client)!;
        foreach (var (path, operation) in document.Operations)
        {
            var method = type.GetMethod($"{operation["operationId"]}Async", BindingFlags.IgnoreCase | BindingFlags.Public | BindingFlags.Instance)!;
            var examples = document.Parameters(operation).ToDictionary(SampleRequests.Name, parameter => parameter["example"]?.GetValue<string>());
            var arguments = method.GetParameters().Select(parameter => Argument(parameter, examples.GetValueOrDefault(parameter.Name!)));
            var call = (Task)method.Invoke(client, [.. arguments])!;
            await call;
            var value = call.GetType().GetProperty("Result")!.GetValue(call)!;
            if (value is string text)
                Assert.NotEmpty(text);
            else if (value.GetType().GetProperty("Stream") is { } file)
                Assert.NotEqual(-1, ((Stream)file.GetValue(value)!).ReadByte());
            else
                AssertHolds(
                    JsonNode.Parse(await api.Client.GetStringAsync(document.Address(path, operation))),
                    JsonSerializer.SerializeToNode(value, value.GetType(), CodesAsText), path);
        }
    }

    private static object? Argument(ParameterInfo parameter, string? example) => example is null ? parameter.DefaultValue
        : parameter.ParameterType.IsEnum ? Enum.Parse(parameter.ParameterType, example, ignoreCase: true)
        : example;

    /// <summary>Checks that an answer is complete after a round trip through the types. The types write codes and times in their own way.</summary>
    private static void AssertHolds(JsonNode? answered, JsonNode? typed, string where)
    {
        if (answered is JsonObject members)
        {
            foreach (var (name, member) in members)
                AssertHolds(member, typed![name], $"{where}.{name}");
        }
        else if (answered is JsonArray items)
        {
            Assert.Equal(items.Count, typed!.AsArray().Count);
            for (var i = 0; i < items.Count; i++)
                AssertHolds(items[i], typed[i], $"{where}[{i}]");
        }
        else
        {
            var (text, again) = ($"{answered}", $"{typed}");
            Assert.True(
                again.StartsWith(text, StringComparison.OrdinalIgnoreCase)
                || (DateTimeOffset.TryParse(text, out var time) && DateTimeOffset.TryParse(again, out var read) && time == read),
                $"{where} is {text}, and in the types {again}");
        }
    }

    /// <summary>NSwag reads OpenAPI 3.0, so Microsoft's library converts the document.</summary>
    private async Task<string> GenerateAsync(ServedDocument document)
    {
        var (input, output) = (document.In("openapi-3.0.json"), document.In("Client.cs"));
        var read = OpenApiDocument.Parse(document.Root.ToJsonString(), "json").Document!;
        await File.WriteAllTextAsync(input, await read.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0));
        var (exit, said, error) = await node.RunAsync("node_modules/nswag/bin/nswag.js",
            "/runtime:Net100", "openapi2csclient", $"/input:{input}", $"/output:{output}",
            "/namespace:Generated", "/classname:Client", "/operationGenerationMode:SingleClientFromOperationId",
            "/jsonLibrary:SystemTextJson", "/generateNullableReferenceTypes:true", "/generateOptionalParameters:true");
        Assert.True(exit == 0, said + error);
        return await File.ReadAllTextAsync(output);
    }

    private static MemoryStream Compile(string code)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var assembly = new MemoryStream();
        SyntaxTree[] trees = [CSharpSyntaxTree.ParseText(code), CSharpSyntaxTree.ParseText(Settings)];
        var result = CSharpCompilation.Create("Client", trees, references, new(OutputKind.DynamicallyLinkedLibrary)).Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        assembly.Position = 0;
        return assembly;
    }
}
