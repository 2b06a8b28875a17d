using Api;
using Api.Caching;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Tests.Fixtures;

/// <summary>The API on a real port, with a database of the test.</summary>
public sealed class RunningApi : IAsyncDisposable
{
    /// <summary>The argument that turns off the answer cache.</summary>
    public const string WithoutCache = $"--{AnswerCache.Setting}=0";

    private readonly WebApplication _app;

    private RunningApi(WebApplication app, TestDatabase database)
    {
        (_app, Database) = (app, database);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>The database behind the API.</summary>
    public TestDatabase Database { get; }

    /// <summary>A client of the API. Addresses are relative.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts the API.</summary>
    /// <param name="database">The database that the API reads.</param>
    /// <param name="settings">Command-line arguments, in addition to those of every test.</param>
    public static async Task<RunningApi> StartAsync(TestDatabase database, params string[] settings)
    {
        string[] arguments = ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None", .. settings];
        var app = ApiApplication.Build(arguments, database.ReaderConnection);
        await app.StartAsync();
        return new RunningApi(app, database);
    }

    /// <summary>Waits until the API serves a version. The API notices a new version soon.</summary>
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
