using Microsoft.Playwright;
using Tests.Fixtures;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Tests.Fixtures;

/// <summary>
/// A real browser, one for the whole run. The first test that needs it starts it. Without a browser those tests are skipped;
/// in CI they fail.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome", "chrome.exe", "msedge.exe"];

    /// <summary>With these arguments the browser requests only the visited pages.</summary>
    private static readonly string[] Quiet =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    private readonly Lazy<Task<(IPlaywright, IBrowser)?>> _started = new(StartAsync);

    /// <summary>The browser.</summary>
    public async Task<IBrowser> BrowserAsync()
    {
        if (await _started.Value is var (_, browser))
            return browser;
        const string Reason = "Chromium is needed: sudo apt-get install chromium fonts-dejavu-core";
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, Reason);
        throw new InvalidOperationException(Reason);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated || await _started.Value is not var (playwright, browser))
            return;
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private static async Task<(IPlaywright, IBrowser)?> StartAsync()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (Programs.SelectMany(program => folders.Select(folder => Path.Combine(folder, program))).FirstOrDefault(File.Exists) is not { } path)
            return null;
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Quiet }));
    }
}
