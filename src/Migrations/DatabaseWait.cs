using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace Migrations;

/// <summary>Waits for a server that is starting. Machines and containers start together, and a server that crashed needs time to recover.</summary>
internal static class DatabaseWait
{
    public const string Variable = "Database__WaitSeconds";

    public const int MostSeconds = 3600;

    private const int DefaultSeconds = 30;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <exception cref="UsageException">The text, which the variable has, is not a number of seconds.</exception>
    public static int SecondsOf(string? text) =>
        string.IsNullOrEmpty(text) ? DefaultSeconds
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MostSeconds ? seconds
        : throw new UsageException($"{Variable} is '{text}'. Give a whole number of seconds from 0 to {MostSeconds}.");

    /// <summary>Returns when the database accepts connections. Any other answer than that it is not ready passes as it is, at once.</summary>
    /// <exception cref="UnavailableException">The time is over.</exception>
    public static async Task UntilReadyAsync(NpgsqlDataSource database, int seconds, TextWriter log, CancellationToken cancel)
    {
        if (seconds == 0)
            return;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        over.CancelAfter(TimeSpan.FromSeconds(seconds));
        string? reason = null;
        try
        {
            while (true)
            {
                try
                {
                    await using var connection = await database.OpenConnectionAsync(over.Token);
                    return;
                }
                catch (NpgsqlException e) when (IsNotReady(e))
                {
                    var first = reason is null;
                    reason = e is PostgresException error ? $"{error.SqlState}: {error.MessageText}" : e.Message;
                    if (first)
                        await log.WriteLineAsync($"The database is not ready ({reason}). This program waits for at most {seconds} seconds.");
                }

                await Task.Delay(Pause, over.Token);
            }
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new UnavailableException(
                $"The database was not ready within {seconds} seconds ({reason ?? "it did not answer"}). {Variable} sets the time.", e);
        }
    }

    /// <summary>A wrong password or name of a database does not pass by waiting. A server that starts, restarts or is behind a proxy does.</summary>
    private static bool IsNotReady(NpgsqlException failure) => failure is PostgresException error
        ? error.SqlState == PostgresErrorCodes.CannotConnectNow
        : failure.InnerException is IOException or TimeoutException
            or SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.ConnectionReset or SocketError.TimedOut };
}
