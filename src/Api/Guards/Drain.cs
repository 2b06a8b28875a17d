using Api.Http;

namespace Api.Guards;

/// <summary>The service is told to end.</summary>
internal sealed class StoppingException() : ProblemException(ProblemType.Unavailable, "This instance is about to end. Others may be there.");

/// <summary>
/// Ends the service gently: at first it says that it is no longer ready, so that balancers send it nobody new, and gives up each
/// connection with its next answer. Only then does the server stop listening, and wait for the answers that are under way.
/// </summary>
internal sealed class Drain(Limits limits) : IHostedLifecycleService
{
    /// <summary>Whether it has begun.</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>Tells who is answered meanwhile that the connection ends with it. HTTP/2 has its own word for that, which the server says.</summary>
    public Task GiveUpAsync(HttpContext http, RequestDelegate next)
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

    /// <summary>Begins, and takes its time.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        IsUnderWay = true;
        await Task.Delay(TimeSpan.FromSeconds(limits.DrainSeconds), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
