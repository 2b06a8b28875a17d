using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Features.Notebooks;

/// <summary>
/// The served notebooks run from start to end against the API. Without Jupyter the test is skipped; in CI it fails.
/// </summary>
public sealed class NotebookTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private const string Needed = "Jupyter is needed, with its kernels for Python and R: sudo apt-get install "
        + "jupyter-nbconvert python3-ipykernel python3-pandas python3-matplotlib r-cran-irkernel";

    [LongTheory]
    [InlineData("russia-and-china-python.ipynb", 3)]
    [InlineData("russia-and-china-r.ipynb", 2)]
    public async Task A_notebook_runs_from_start_to_end(string name, int plots)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.In(name), await api.Client.GetStringAsync($"/notebooks/{name}"));
        await ExecuteAsync(folder.Path, name);
        var notebook = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(folder.In("done.ipynb")));
        var cells = notebook.GetProperty("cells").EnumerateArray().ToArray();
        var outputs = cells.Where(cell => cell.GetProperty("cell_type").GetString() == "code")
            .SelectMany(cell => cell.GetProperty("outputs").EnumerateArray()).ToArray();
        Assert.DoesNotContain(outputs, output => output.GetProperty("output_type").GetString() == "error");
        Assert.Equal(plots, outputs.Count(output => output.TryGetProperty("data", out var data) && data.TryGetProperty("image/png", out _)));
        var text = string.Concat(outputs.Select(output => output.GetRawText()));
        var speaker = (await api.Client.LinesAsync("/v1/statements.ndjson?group_by=speaker&sort=-count"))[0];
        foreach (var expected in new[] { "gabuev-2024-unholy-alliance", speaker.GetProperty("speaker").GetString()!, "dataset_version=1" })
            Assert.Contains(expected, text);
    }

    [LongFact]
    public async Task Notebooks_are_listed_and_read_their_server()
    {
        var listed = (await api.Client.JsonAsync("/notebooks")).GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(2, listed.Length);
        foreach (var notebook in listed)
        {
            using var response = await api.Client.GetAsync(notebook.GetProperty("href").GetString());
            var body = await response.Content.ReadAsStringAsync();
            Assert.Equal("application/x-ipynb+json", response.Header("Content-Type"));
            Assert.Contains(api.Client.BaseAddress!.Authority, body);
            Assert.DoesNotContain("localhost:5080", body);
            Assert.All(JsonSerializer.Deserialize<JsonElement>(body).GetProperty("cells").EnumerateArray(), cell =>
                Assert.True(cell.GetProperty("cell_type").GetString() != "code" || cell.GetProperty("outputs").GetArrayLength() == 0));
        }

        await (await api.Client.GetAsync("/notebooks/no-such-notebook.ipynb")).ProblemAsync(404);
    }

    private static async Task ExecuteAsync(string folder, string name)
    {
        try
        {
            string[] arguments = ["--to", "notebook", "--execute", "--output", "done.ipynb", name];
            await using var process = ProgramProcess.Start(new ProcessStartInfo("jupyter-nbconvert", arguments)
            {
                WorkingDirectory = folder,
                Environment = { ["HOME"] = folder }, // Jupyter and its kernels write files there.
            });
            if (await process.ExitAsync() == 0)
                return;
            Assert.True(process.Error.Contains("NoSuchKernel"), process.Error);
        }
        catch (Win32Exception)
        {
            // Jupyter is missing. The skip below reports it.
        }

        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, Needed);
        Assert.Fail(Needed);
    }
}
