using Npgsql;

namespace Api.Database;

/// <summary>A value that is read once for each version. Concurrent requests share one read, and a failed read is not cached.</summary>
internal sealed class PerVersion<T>(DatabaseServers servers, Func<NpgsqlConnection, DatasetVersion, Task<T>> read)
{
    private volatile Reading? _last;

    public async ValueTask<T> GetAsync(DatasetVersion version, CancellationToken cancel)
    {
        while (true)
        {
            var last = _last;
            if (last is null || last.Version != version || last.Value.IsFaulted || last.Value.IsCanceled)
            {
                var mine = new Reading(version);
                if (Interlocked.CompareExchange(ref _last, mine, last) != last)
                    continue;
                _ = FillAsync(mine);
                last = mine;
            }

            return last.Value.IsCompletedSuccessfully ? last.Value.Result : await last.Value.WaitAsync(cancel);
        }
    }

    /// <summary>The read does not end with its request, because others wait for it.</summary>
    private async Task FillAsync(Reading reading)
    {
        try
        {
            await using var connection = await servers.OpenAsync(reading.Version, CancellationToken.None);
            reading.Result.SetResult(await read(connection, reading.Version));
        }
        catch (Exception exception)
        {
            reading.Result.SetException(exception);
            _ = reading.Value.Exception; // The requests that wait observe it, unless all of them left.
        }
    }

    private sealed record Reading(DatasetVersion Version)
    {
        public TaskCompletionSource<T> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Value => Result.Task;
    }
}
