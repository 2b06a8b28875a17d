using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Api.Listing.Declare;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Formats;

/// <summary>The code that a list offers runs without changes, and reads the records of the list with the right types.</summary>
public sealed class SnippetTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private static readonly string[] Tools = ["curl", "pandas", "r", "duckdb"];

    [Theory, MemberData(nameof(Cases.List), MemberType = typeof(Cases))]
    public async Task Lists_offer_code_for_their_pinned_query(string view)
    {
        var snippets = await SnippetsAsync(view);
        Assert.Equal(Tools, snippets.Select(snippet => snippet.Key));
        Assert.All(snippets.Values, code => Assert.Contains("dataset_version=1", code));
        Assert.All(snippets.Values, code => Assert.DoesNotContain("snippets=", code));
        Assert.All(snippets.Values, code => Assert.DoesNotContain("limit=", code));
        Assert.False((await api.Client.JsonAsync($"/v1/{view}?{Cases.Query(view)}")).GetProperty("meta").TryGetProperty("snippets", out _));
    }

    [Fact]
    public async Task Pandas_code_reads_every_list_with_types()
    {
        var program = new List<string> { "import json" };
        foreach (var view in Cases.List.Select(row => row.Data))
        {
            var table = Identifier(view);
            program.Add((await SnippetsAsync(view))["pandas"]);
            program.Add($"print(json.dumps([\"{view}\", len({table}), {{name: str(t) for name, t in {table}.dtypes.items()}}]))");
        }

        foreach (var (view, count, types) in await RunAsync("python3", "program.py", string.Join('\n', program)))
        {
            Assert.Equal((await api.Client.ListAsync(view)).Count, count);
            Assert.Equal(Cases.FindView(view).Fields.Select(field => (field.Name, field.Kind.Name switch
            {
                nameof(ValueKind.WholeNumber) => "Int64",
                nameof(ValueKind.ExactNumber) => "float64",
                nameof(ValueKind.Date) => "datetime64[ns]",
                nameof(ValueKind.Boolean) => "boolean",
                nameof(ValueKind.Code) => "category",
                nameof(ValueKind.List) or nameof(ValueKind.Objects) => "object",
                _ => "string",
            })), types.EnumerateObject().Select(type => (type.Name, type.Value.GetString()!)));
        }
    }

    [Fact]
    public async Task R_code_reads_every_list_with_types()
    {
        var program = new List<string>();
        foreach (var view in Cases.List.Select(row => row.Data))
        {
            var table = Identifier(view);
            program.Add((await SnippetsAsync(view))["r"]);
            program.Add($$"""
                cat(sprintf('["%s", %d, {%s}]\n', "{{view}}", nrow({{table}}),
                  paste0('"', names({{table}}), '": "', sapply({{table}}, function(column) class(column)[1]), '"', collapse = ", ")))
                """);
        }

        foreach (var (view, count, types) in await RunAsync("Rscript", "program.R", string.Join('\n', program)))
        {
            Assert.Equal((await api.Client.ListAsync(view)).Count, count);
            Assert.Equal(Cases.FindView(view).Fields.Select(field => (field.Name, field.Kind.Name switch
            {
                nameof(ValueKind.WholeNumber) => "integer",
                nameof(ValueKind.ExactNumber) => "numeric",
                nameof(ValueKind.Date) => "Date",
                nameof(ValueKind.Boolean) => "logical",
                nameof(ValueKind.Code) => "factor",
                nameof(ValueKind.List) => "list",
                _ => "character",
            })), types.EnumerateObject().Select(type => (type.Name, type.Value.GetString()!)));
        }
    }

    /// <summary>Only DuckDB itself can fetch its extension for HTTP, so this test reads the table from a file.</summary>
    [Theory, MemberData(nameof(Cases.List), MemberType = typeof(Cases))]
    public async Task DuckDB_code_names_a_readable_table(string view)
    {
        var code = (await SnippetsAsync(view))["duckdb"];
        var address = code.Split("read_parquet('")[1].Split('\'')[0];
        var rows = TypedTables.QueryParquet(await api.Client.GetByteArrayAsync(address), "SELECT count(*) FROM read_parquet({file})");
        Assert.Equal((await api.Client.ListAsync(view)).Count, Convert.ToInt32(rows[0][0], null));
        Assert.Contains($"CREATE TABLE {Identifier(view)} AS SELECT * FROM read_parquet('{address}');", code);
    }

    [Fact]
    public async Task The_code_of_curl_saves_the_table()
    {
        using var folder = new TemporaryFolder();
        var code = (await SnippetsAsync("visits"))["curl"];
        await using var shell = ProgramProcess.Start(new ProcessStartInfo("bash", ["-c", code]) { WorkingDirectory = folder.Path });
        Assert.True(await shell.ExitAsync() == 0, shell.Error);
        Assert.Equal(await api.Client.GetStringAsync("/v1/visits.csv"), await File.ReadAllTextAsync(folder.In("visits.csv")));
    }

    private static string Identifier(string view) => view.Replace('-', '_').Replace('/', '_');

    private async Task<Dictionary<string, string>> SnippetsAsync(string view) =>
        (await api.Client.JsonAsync($"/v1/{view}?snippets=true&limit=1&{Cases.Query(view)}")).GetProperty("meta").GetProperty("snippets")
            .EnumerateObject().ToDictionary(snippet => snippet.Name, snippet => snippet.Value.GetString()!);

    /// <summary>Runs a program that prints the number of rows and their types for each view.</summary>
    private static async Task<IEnumerable<(string View, int Count, JsonElement Types)>> RunAsync(string interpreter, string file, string program)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.In(file), program);
        string? reason = null;
        try
        {
            // Debian's own Python has Debian's pandas. Another Python may come first on the path.
            var own = $"/usr/bin/{interpreter}";
            var start = new ProcessStartInfo(File.Exists(own) ? own : interpreter, [folder.In(file)]) { WorkingDirectory = folder.Path };
            await using var process = ProgramProcess.Start(start);
            if (await process.ExitAsync() == 0)
            {
                var lines = process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToArray();
                Assert.Equal(Cases.List.Select(row => row.Data), lines.Select(line => line[0].GetString()));
                return lines.Select(line => (line[0].GetString()!, line[1].GetInt32(), line[2]));
            }

            Assert.True(process.Error.Contains("No module named 'pandas'"), process.Error);
            reason = "pandas is needed: sudo apt-get install python3-pandas";
        }
        catch (Win32Exception)
        {
            reason = $"{interpreter} is needed: sudo apt-get install python3-pandas r-base-core";
        }

        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, reason);
        Assert.Fail(reason);
        return [];
    }
}
