using System.Text.Json;
using System.Text.Json.Nodes;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.OpenApi;

/// <summary>
/// TypeScript types are generated from the document. A program that calls every operation with them compiles, and runs against the API.
/// </summary>
public sealed class TypeScriptClientTests(LoadedApi api, NodeTools node) : IClassFixture<LoadedApi>
{
    [LongFact]
    public async Task Every_operation_can_be_called_by_its_types()
    {
        using var document = await ServedDocument.ReadAsync(api.Client);
        await RunAsync("node_modules/openapi-typescript/bin/cli.js", document.Write(), "--output", document.In("api.mts"));
        await File.WriteAllTextAsync(document.In("client.mts"), Program(document));
        Directory.CreateSymbolicLink(document.In("node_modules"), NodeTools.Module(""));
        await RunAsync("node_modules/typescript/bin/tsc",
            "--strict", "--module", "nodenext", "--target", "es2022", "--skipLibCheck", document.In("client.mts"));
        var said = await RunAsync(document.In("client.mjs"), api.Client.BaseAddress!.ToString());

        var answers = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal(document.Operations.Select(operation => operation.Path), answers.Select(answer => answer["path"]!.GetValue<string>()));
        Assert.All(answers, answer => Assert.True(
            answer["status"]!.GetValue<int>() == 200 && answer["length"]!.GetValue<int>() > 10, answer.ToJsonString()));
        var page = await api.Client.JsonAsync("/v1/visits");
        var visits = answers.Single(answer => answer["path"]!.GetValue<string>() == "/v1/visits");
        Assert.Equal(ApiRequests.Ids(page.GetProperty("data").EnumerateArray()), visits["ids"].Deserialize<string[]>());
    }

    /// <summary>
    /// One call per operation, whose answer and error have their types. A body other than JSON is read as bytes.
    /// </summary>
    private static string Program(ServedDocument document) => $$"""
        import createClient from "openapi-fetch";
        import type { components, paths } from "./api.mjs";

        const baseUrl = process.argv[2]!;
        const client = createClient<paths>({ baseUrl, querySerializer: { array: { style: "form", explode: false } } });
        const report = (path: string, status: number, length: number, ids?: string[]) =>
          console.log(JSON.stringify({ path, status, length, ids }));
        const fail = (problem: components["schemas"]["Problem"]): never => {
          throw new Error(`${problem.status} ${problem.title}: ${problem.detail}`);
        };

        const refused = await client.GET("/v1/visits", { params: { query: { limit: 0 } } });
        if (!refused.error || refused.error.errors?.[0]?.parameter !== "limit")
          throw new Error("A refusal has no typed errors.");
        const first = await client.GET("/v1/visits", { params: { query: { kind: ["visit", "state_visit"], limit: 1 } } });
        if (first.error)
          fail(first.error);
        else if (first.data.page.next_cursor) {
          const second = await client.GET("/v1/visits",
            { params: { query: { kind: ["visit", "state_visit"], limit: 1, cursor: first.data.page.next_cursor } } });
          if (second.error)
            fail(second.error);
          else if (second.data.data[0]?.id === first.data.data[0]?.id)
            throw new Error("The second page is the first.");
        }

        {{string.Join('\n', document.Operations.Select(operation => Call(document, operation.Path, operation.Operation)))}}
        """;

    private static string Call(ServedDocument document, string path, JsonNode operation)
    {
        var places = document.Parameters(operation).Where(parameter => parameter["required"]?.GetValue<bool>() == true)
            .GroupBy(
                parameter => parameter["in"]!.GetValue<string>(),
                parameter => KeyValuePair.Create(SampleRequests.Name(parameter), parameter["example"]?.DeepClone()))
            .Select(place => $"{place.Key}: {new JsonObject(place).ToJsonString()}").ToArray();
        var parameters = places.Length == 0 ? "" : $"params: {{ {string.Join(", ", places)} }}";
        var ids = path == "/v1/visits" ? ", data.data.map(visit => visit.id)" : "";
        var content = document.Target(operation["responses"]!["200"]!)["content"]!.AsObject();
        return content.All(body => !body.Key.EndsWith("json", StringComparison.Ordinal))
            ? $$"""
                {
                  const { data, error, response } = await client.GET("{{path}}", { parseAs: "arrayBuffer", {{parameters}} });
                  if (error)
                    fail(error);
                  else
                    report("{{path}}", response.status, data.byteLength);
                }
                """
            : $$"""
                {
                  const { data, error, response } = await client.GET("{{path}}", { {{parameters}} });
                  if (error)
                    fail(error);
                  else
                    report("{{path}}", response.status, JSON.stringify(data).length{{ids}});
                }
                """;
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (exit, output, error) = await node.RunAsync(program, arguments);
        Assert.True(exit == 0, $"{program}: {output}{error}");
        return output;
    }
}
