using Npgsql;

namespace Api.Database;

/// <summary>Listens for new versions. It also polls, because notices can be lost: behind a pooler none arrives.</summary>
internal sealed partial class VersionWatch(DatabaseServers database, DatasetVersions versions, ILogger<VersionWatch> log) : BackgroundService
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(0.5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isDown = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await OpenAsync(stoppingToken);
                var isPrimary = !database.HasStandbys || await IsPrimaryAsync(connection, stoppingToken);
                if (isPrimary)
                    await ExecuteAsync(connection, "listen dataset_version", stoppingToken);
                var version = await versions.ReadAsync(connection, isPrimary, stoppingToken);
                if (isDown)
                    LogBack(version.Version);
                isDown = false;
                do
                {
                    if (isPrimary)
                        await connection.WaitAsync(PollEvery, stoppingToken);
                    else
                        await Task.Delay(PollEvery, stoppingToken);
                    await versions.ReadAsync(connection, isPrimary, stoppingToken);
                }
                while (isPrimary); // From a standby, try the primary again.
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                versions.Doubt();
                if (!isDown)
                    LogDown(exception.Message);
                isDown = true;
                await Task.Delay(RetryAfter, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // The service stops, or the driver timed out: the loop's condition decides.
            }
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancel)
    {
        try
        {
            return await database.Primary.OpenConnectionAsync(cancel);
        }
        catch (NpgsqlException) when (database.HasStandbys)
        {
            return await database.Reads.OpenConnectionAsync(cancel);
        }
    }

    private static async Task<bool> IsPrimaryAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select not pg_is_in_recovery()", connection);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    [LoggerMessage(LogLevel.Warning, "The dataset's version cannot be read: {Reason}")]
    private partial void LogDown(string reason);

    [LoggerMessage(LogLevel.Information, "The dataset can be read again, version {Version}")]
    private partial void LogBack(int version);
}
