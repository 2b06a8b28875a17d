using System.Text;
using System.Text.Json;
using Api.Caching;
using Api.Http;
using Dataset;

namespace Api.Features.Notebooks;

/// <summary>A Jupyter notebook that reads this API.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Language">The language of its code.</param>
/// <param name="Description">Its content.</param>
/// <param name="Href">Path at which it is served.</param>
internal sealed record NotebookView(string Name, string Language, string Description, string Href);

/// <summary>All notebooks.</summary>
/// <param name="Data">The notebooks.</param>
internal sealed record NotebookList(IReadOnlyList<NotebookView> Data);

/// <summary>A notebook in the format of Jupyter (nbformat 4).</summary>
/// <param name="Nbformat">Version of the format.</param>
/// <param name="NbformatMinor">Its minor version.</param>
/// <param name="Metadata">The kernel that runs it.</param>
/// <param name="Cells">Its cells, in order: text and code, without outputs.</param>
internal sealed record Notebook(int Nbformat, int NbformatMinor, JsonElement Metadata, IReadOnlyList<JsonElement> Cells);

internal static class NotebookEndpoints
{
    private const string MediaType = "application/x-ipynb+json";

    private static readonly NotebookView[] All =
    [
        View("python", "Python",
            "Trade, contradictions, the time around 24 February 2022, activity by year and who speaks, with pandas and matplotlib."),
        View("r", "R", "Trade, activity by year and who speaks, with R alone."),
    ];

    public static void MapNotebooks(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/notebooks", Index)
            .Describe("listNotebooks", Tags.Overview, "List the notebooks",
                "Jupyter notebooks that read live data of this API. Download one and run it unchanged.")
            .Answers<NotebookList>();
        routes.MapRead("/notebooks/{name}", One)
            .Describe("getNotebook", Tags.Overview, "Download one notebook by its name", "A Jupyter notebook that reads this server.")
            .PathExample("name", All[0].Name, $"File name of the notebook: {string.Join(", ", All.Select(notebook => notebook.Name))}.")
            .Answers<Notebook>(MediaType).AnswersNotFound();
    }

    private static Task Index(HttpContext http, AnswerCache answers)
    {
        NoParameters.Check(http);
        return answers.SendJsonAsync(http, null, "notebooks", isPinned: false, () => Task.FromResult(new NotebookList(All)));
    }

    /// <summary>Sends the notebook with the address of this server in it.</summary>
    private static Task One(string name, HttpContext http, AnswerCache answers)
    {
        NoParameters.Check(http);
        if (All.All(notebook => notebook.Name != name))
            throw new NotFoundException($"No notebook is named '{name}'.", Names.Nearest(name, All.Select(notebook => notebook.Name)));
        http.Response.ContentType = MediaType;
        http.Response.Headers.ContentDisposition = $"attachment; filename={name}; filename*=UTF-8''{name}";
        return answers.SendAsync(http, new($"notebooks/{name}", null, async body =>
        {
            using var reader = new StreamReader(typeof(NotebookEndpoints).Assembly.GetManifestResourceStream(name)!);
            var text = await reader.ReadToEndAsync();
            if (http.Request.Host.HasValue) // Without a host the notebook keeps the default address, since code needs an absolute one.
                text = text.Replace(ApiIdentity.DefaultAddress, Address.Origin(http.Request));
            await body.WriteAsync(Encoding.UTF8.GetBytes(text), http.RequestAborted);
        }));
    }

    private static NotebookView View(string file, string language, string description) =>
        new($"russia-and-china-{file}.ipynb", language, description, $"/notebooks/russia-and-china-{file}.ipynb");
}
