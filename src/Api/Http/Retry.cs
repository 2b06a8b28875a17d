using Npgsql;

namespace Api.Http;

/// <summary>
/// Answers once more, from the beginning, when the database's server went away or sent its connection away: it may be back, or another
/// may be there. Reading again changes nothing, as long as nothing was sent.
/// </summary>
internal static class Retry
{
    public static async Task OnceAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (NpgsqlException failure) when (Database.HasLeft(failure) && !http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            http.Response.Clear();
            await next(http);
        }
    }
}
