using System.Text;
using Api.Caching;
using Api.Http;

namespace Api.OpenApi;

/// <summary>Swagger UI, with a page, a style sheet and a script of its own around it.</summary>
internal static class Explorer
{
    private static readonly (string Name, string ContentType)[] Files =
        [("explorer.css", "text/css; charset=utf-8"), ("explorer.js", "text/javascript; charset=utf-8")];

    private static readonly byte[] Page = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Read("explorer.html")).Replace(
        "{definitions}",
        string.Join('\n', OpenApiDocuments.ForPeople.Select(document => $"      <option value=\"{document.Name}\">{document.Title}</option>"))));

    public static void UseExplorer(this WebApplication app)
    {
        foreach (var (name, contentType) in Files)
        {
            var content = Read(name);
            app.MapRead($"/swagger/{name}", (HttpContext http, AnswerCache answers) =>
            {
                NoParameters.Check(http);
                http.Response.ContentType = contentType;
                return answers.SendAsync(http, new(name, null, async body => await body.WriteAsync(content, http.RequestAborted)));
            }).ExcludeFromDescription();
        }

        // Swagger UI matches paths with regular expressions, which other requests should not pay for.
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/swagger"), pages => pages.UseSwaggerUI(options =>
        {
            options.DocumentTitle = ApiIdentity.Title;
            options.IndexStream = () => new MemoryStream(Page);
        }));
    }

    private static byte[] Read(string name)
    {
        using var file = typeof(Explorer).Assembly.GetManifestResourceStream(name)!;
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }
}
