using Api.Database;
using Npgsql;

namespace Api.Http;

/// <summary>
/// Answers once more, from the beginning, when the database's server went away or sent its connection away: it may be back, or another
/// may be there. Reading again changes nothing, as long as nothing was sent.
/// </summary>
internal static class Retry
{
    /// <summary>One more than once: where all connections ended at the same moment, another request may be throwing the others out of the pool just now, and the next is one of these.</summary>
    private const int MostRetries = 2;

    /// <summary>By then the pool has thrown them out.</summary>
    private const int PauseMilliseconds = 50;

    public static async Task AgainAsync(HttpContext http, RequestDelegate next)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                await next(http);
                return;
            }
            catch (NpgsqlException failure) when (retries < MostRetries && DatabaseServers.HasLeft(failure) && !http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
            {
                http.Response.Clear();
            }

            if (retries > 0)
                await Task.Delay(PauseMilliseconds, http.RequestAborted);
        }
    }
}
