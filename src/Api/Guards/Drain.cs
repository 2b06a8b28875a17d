using Api.Http;

namespace Api.Guards;

internal sealed class StoppingException() : ProblemException(ProblemType.Unavailable, "This instance is about to end. Others may be available.");

/// <summary>Ends the service gently: it reports not ready and closes connections with their next answer, before the server stops listening.</summary>
internal sealed class Drain(Limits limits) : IHostedLifecycleService
{
    public bool IsUnderWay { get; private set; }

    /// <summary>Closes the connection with its answer during the drain. In HTTP/2 the server does that itself.</summary>
    public Task CloseConnectionAsync(HttpContext http, RequestDelegate next)
    {
        if (IsUnderWay && !HttpProtocol.IsHttp2(http.Request.Protocol))
        {
            http.Response.OnStarting(() =>
            {
                http.Response.Headers.Connection = "close";
                return Task.CompletedTask;
            });
        }

        return next(http);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        IsUnderWay = true;
        await Task.Delay(TimeSpan.FromSeconds(limits.DrainSeconds), cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
