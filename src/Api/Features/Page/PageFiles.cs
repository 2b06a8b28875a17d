using Api.Caching;
using Api.Http;
using Dataset;

namespace Api.Features.Page;

/// <summary>The files of the page. Their addresses change with the program, so that clients can cache them.</summary>
internal static class PageFiles
{
    private static readonly string Program = typeof(PageFiles).Module.ModuleVersionId.ToString("N")[..12];

    private static readonly Dictionary<string, string> MediaTypes = new()
    {
        ["page.css"] = "text/css; charset=utf-8",
        ["page.js"] = "text/javascript; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    };

    public static string Address(string name) => $"/page/{Program}/{name}";

    public static void MapPageFiles(this IEndpointRouteBuilder routes) => routes.MapRead("/page/{program}/{name}", File).ExcludeFromDescription();

    /// <summary>During a rolling update another instance's file may be requested. The answer is this instance's file, to be revalidated.</summary>
    private static Task File(string program, string name, HttpContext http, AnswerCache answers)
    {
        NoParameters.Check(http);
        if (!MediaTypes.TryGetValue(name, out var type))
            throw new NotFoundException($"The page does not have a file '{name}'.", Names.Nearest(name, MediaTypes.Keys));
        http.Response.ContentType = type;
        return answers.SendAsync(http, new($"page/{name}", null, async body =>
        {
            await using var file = typeof(PageFiles).Assembly.GetManifestResourceStream(name)!;
            await file.CopyToAsync(body, http.RequestAborted);
        })
        { IsPinned = program == Program });
    }
}
