using Api.Http;

namespace Api.Guards;

/// <summary>All places for tables are taken.</summary>
internal sealed class ExportsBusyException(int places)
    : ProblemException(ProblemType.Unavailable, $"{places} tables are being read already. Try again in a moment.");

/// <summary>Bounds how many tables are read at the same time, so that pages always find a connection to the database.</summary>
internal sealed class Exports(Limits limits) : IDisposable
{
    private readonly SemaphoreSlim _places = new(limits.Exports);

    /// <summary>How many are being read.</summary>
    public int UnderWay => limits.Exports - _places.CurrentCount;

    /// <summary>Reads a table when it is its turn.</summary>
    /// <exception cref="ExportsBusyException">Its turn did not come in time.</exception>
    public async Task RunAsync(Func<Task> export, CancellationToken cancel)
    {
        if (!await _places.WaitAsync(TimeSpan.FromSeconds(limits.ExportWaitSeconds), cancel))
            throw new ExportsBusyException(limits.Exports);
        try
        {
            await export();
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Gives the semaphore back.</summary>
    public void Dispose() => _places.Dispose();
}
