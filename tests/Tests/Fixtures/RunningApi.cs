using Api;
using Api.Caching;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Tests.Fixtures;

/// <summary>The API on a real port over a test's own database.</summary>
public sealed class RunningApi : IAsyncDisposable
{
    /// <summary>A setting without the cache of answers.</summary>
    public const string WithoutCache = $"--{AnswerCache.Setting}=0";

    private readonly WebApplication _app;

    private RunningApi(WebApplication app, TestDatabase database)
    {
        (_app, Database) = (app, database);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>The database behind it.</summary>
    public TestDatabase Database { get; }

    /// <summary>A client of it; addresses are relative.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts it.</summary>
    /// <param name="database">What it reads.</param>
    /// <param name="settings">Command-line arguments, beside those of every test.</param>
    public static async Task<RunningApi> StartAsync(TestDatabase database, params string[] settings)
    {
        string[] arguments = ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None", .. settings];
        var app = ApiApplication.Build(arguments, database.ReaderConnection);
        await app.StartAsync();
        return new RunningApi(app, database);
    }

    /// <summary>Waits until it serves a version, which it learns of within moments.</summary>
    public async Task SeesAsync(int version)
    {
        for (var attempt = 0; attempt < 400; attempt++)
        {
            using var response = await Client.GetAsync("/v1");
            if (response.Headers.TryGetValues("Dataset-Version", out var seen) && seen.Single() == $"{version}" && response.IsSuccessStatusCode)
                return;
            await Task.Delay(25);
        }

        Assert.Fail($"Version {version} was not seen within ten seconds.");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
