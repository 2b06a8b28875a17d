using Api.Database;
using Api.Http;
using Npgsql;

namespace Api.Reading;

/// <summary>
/// Repeats a read whose connection was lost or whose database was replaced, as long as nothing was sent, and turns what is still thrown into a
/// problem.
/// </summary>
internal static class DatabaseFailures
{
    /// <summary>Where all connections ended together, the next one may also be lost: another request is just clearing the pool.</summary>
    private const int MostRetries = 2;

    /// <summary>By then the pool is cleared.</summary>
    private const int PauseMilliseconds = 50;

    public static async Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await RetryAsync(http, next);
        }
        catch (Exception failure) when (ProblemOf(failure) is { } problem)
        {
            throw problem;
        }
    }

    private static async Task RetryAsync(HttpContext http, RequestDelegate next)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                await next(http);
                return;
            }
            catch (Exception failure) when (
                retries < MostRetries && (failure is ReplacedException || (failure is NpgsqlException && DatabaseServers.HasLeft(failure)))
                && !http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
            {
                http.Response.Clear();
            }

            if (retries > 0)
                await Task.Delay(PauseMilliseconds, http.RequestAborted);
        }
    }

    private static ProblemException? ProblemOf(Exception failure) => failure switch
    {
        DatasetUnavailableException unavailable => new(ProblemType.Unavailable, unavailable.Message, failure),
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } => new(ProblemType.Unavailable, new NotLoadedException().Message, failure),
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } =>
            new(ProblemType.Timeout, "The database cancelled the query after its time limit.", failure),
        PostgresException { SqlState: ['4', '2', ..] or ['2', '2', ..] } => null, // A fault of this program: trying again does not help.
        NpgsqlException or TimeoutException => new(ProblemType.Unavailable, "The database cannot be used at the moment.", failure),
        _ => null,
    };
}
