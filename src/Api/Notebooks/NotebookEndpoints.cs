using System.Text;
using Api.Http;
using Api.OpenApi;
using Dataset;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Api.Notebooks;

/// <summary>A Jupyter notebook that reads this API.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Language">The language of its code.</param>
/// <param name="Description">What it tells.</param>
/// <param name="Href">Path at which it is served.</param>
public sealed record NotebookView(string Name, string Language, string Description, string Href);

/// <summary>All notebooks.</summary>
/// <param name="Data">The notebooks.</param>
public sealed record NotebookList(IReadOnlyList<NotebookView> Data);

/// <summary>GET /notebooks and /notebooks/{name}.</summary>
internal static class NotebookEndpoints
{
    private const string MediaType = "application/x-ipynb+json";

    private static readonly NotebookView[] All =
    [
        Notebook("python", "Python", "Trade, contradictions, the time around 24 February 2022, activity by year and who speaks, with pandas and matplotlib."),
        Notebook("r", "R", "Trade, activity by year and who speaks, with R alone."),
    ];

    public static void MapNotebooks(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/notebooks", Index)
            .Describe(Tags.Overview, "Notebooks", "Jupyter notebooks that tell a small story from live data of this API: download one, and run it as it is.")
            .Answers<NotebookList>();
        routes.MapRead("/notebooks/{name}", One)
            .Describe(Tags.Overview, "One notebook", "A Jupyter notebook that reads this very server.")
            .PathExample("name", All[0].Name, "File name of the notebook.", [.. All.Select(notebook => notebook.Name)])
            .AnswersFile(MediaType).AnswersNotFound();
    }

    private static IResult Index(HttpContext http)
    {
        NoParameters.Check(http);
        return Answer.Json(new NotebookList(All));
    }

    /// <summary>The notebook reads the server that it was taken from.</summary>
    private static FileContentHttpResult One(string name, HttpContext http)
    {
        NoParameters.Check(http);
        if (All.All(notebook => notebook.Name != name))
            throw new NotFoundException($"There is no notebook '{name}'.", Names.Nearest(name, All.Select(notebook => notebook.Name)));
        using var reader = new StreamReader(typeof(NotebookEndpoints).Assembly.GetManifestResourceStream(name)!);
        var text = reader.ReadToEnd().Replace(ApiApplication.DefaultAddress, $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}");
        var body = Encoding.UTF8.GetBytes(text);
        return TypedResults.Bytes(body, MediaType, fileDownloadName: name, entityTag: Caching.TagOf(body));
    }

    private static NotebookView Notebook(string file, string language, string description) =>
        new($"russia-and-china-{file}.ipynb", language, description, $"/notebooks/russia-and-china-{file}.ipynb");
}
