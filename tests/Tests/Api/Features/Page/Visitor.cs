using Microsoft.Playwright;
using Tests.Fixtures;
using Xunit;

namespace Tests.Api.Features.Page;

/// <summary>A visitor with an own browser, who records every error behind the visible page.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _service;
    private readonly List<string> _wrong = [];

    private Visitor(IBrowserContext context, IPage page, Uri service)
    {
        (_context, Page, _service) = (context, page, service);
        context.Request += (_, request) =>
            Note(!request.Url.StartsWith(service.ToString(), StringComparison.Ordinal), $"{request.Url} is not of {service}");
        context.Response += (_, response) => Note(response.Status >= 400 && response.Status != Expected, $"{response.Url} answers {response.Status}");
        // The browser aborts the requests of a page when it opens the next one.
        context.RequestFailed += (_, request) => Note(request.Failure != "net::ERR_ABORTED", $"{request.Url}: {request.Failure}");
        context.Console += (_, message) =>
            Note(message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal), message.Text);
        context.WebError += (_, error) => Note(true, error.Error);
    }

    /// <summary>The page that is open.</summary>
    public IPage Page { get; }

    /// <summary>The status that the page is expected to have.</summary>
    public int Expected { get; set; }

    /// <summary>Opens a browser window.</summary>
    public static async Task<Visitor> BeginAsync(Chromium chromium, HttpClient service, bool script = true)
    {
        var browser = await chromium.BrowserAsync();
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = service.BaseAddress!.ToString(),
            JavaScriptEnabled = script,
            ViewportSize = new() { Width = 1280, Height = 900 },
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(60_000); // A busy machine must not fail a test.
        return new Visitor(context, await context.NewPageAsync(), service.BaseAddress);
    }

    /// <summary>Checks that no request left the service, no file was missing and the console is empty.</summary>
    public void HasGoneWell()
    {
        lock (_wrong)
            Assert.Empty(_wrong);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(bool isWrong, string what)
    {
        if (!isWrong)
            return;
        lock (_wrong)
            _wrong.Add(what);
    }
}
