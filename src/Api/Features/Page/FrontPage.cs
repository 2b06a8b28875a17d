using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Api.Caching;
using Api.Http;
using Api.Reading;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace Api.Features.Page;

/// <summary>GET /: the dataset for people. It is only a client of the public API, and has the same parameters.</summary>
internal static class FrontPage
{
    private const string MediaType = "text/html; charset=utf-8";

    /// <summary>Does not escape letters of any language.</summary>
    private static readonly Lazy<IServiceProvider> Rendering = new(() =>
        new ServiceCollection().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider());

    public static void AddPage(this WebApplicationBuilder builder) => builder.Services.AddSingleton<ApiClient>();

    /// <summary>The steps behind this one are the API that the page is a client of, the cache among them.</summary>
    public static void UsePage(this WebApplication app) => app.Use(app.Services.GetRequiredService<ApiClient>().Capture);

    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/", Page).ExcludeFromDescription();
        routes.MapPageFiles();
    }

    private static async Task Page(HttpContext http, ApiClient api, RequestReader requests, AnswerCache answers)
    {
        var query = PageQuery.Read(http.Request.QueryString, out var hasEmpty);
        if (hasEmpty)
        {
            http.Response.Redirect(query.Page); // A form sends its empty fields too, which do not belong in an address.
            return;
        }

        var reader = new PageReader(api, http, query);
        var answer = await reader.ReadMainAsync();
        http.Response.ContentType = MediaType;
        try
        {
            if (!answer.IsGood)
            {
                var isOurs = answer.Status >= StatusCodes.Status500InternalServerError;
                await WriteProblemAsync(http, answer.Status, isOurs ? reader.Only(answer) : await reader.ReadAsync());
                return;
            }

            var version = await requests.ResolveAsync(answer.Version, http.RequestAborted);
            async Task WriteAsync(Stream body) => await body.WriteAsync(await RenderAsync(await reader.ReadAsync()), http.RequestAborted);
            var isPinned = query["dataset_version"] is not null || query["cursor"] is not null;
            await answers.SendAsync(http, new($"page{query}", version, WriteAsync)
            {
                Price = null, // Its requests to the API have places of their own.
                IsPinned = isPinned,
            });
        }
        catch (ApiFailedException failure)
        {
            await WriteProblemAsync(http, failure.Answer.Status, reader.Only(failure.Answer));
        }
    }

    private static async Task WriteProblemAsync(HttpContext http, int status, PageView view)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = "5";
        await http.Response.Body.WriteAsync(await RenderAsync(view), http.RequestAborted);
    }

    private static async Task<byte[]> RenderAsync(PageView view)
    {
        await using var renderer = new HtmlRenderer(Rendering.Value, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Document.View)] = view });
            var page = await renderer.RenderComponentAsync<Document>(parameters);
            return Encoding.UTF8.GetBytes(page.ToHtmlString());
        });
    }
}
