using Api.Http;

namespace Api.Guards;

internal sealed class ExportsBusyException(int most)
    : ProblemException(ProblemType.Unavailable, $"{most} exports are running, and no more are allowed at the same time. Try again in a moment.");

/// <summary>Bounds how many exports run at the same time, so that pages always find a database connection.</summary>
internal sealed class Exports(Limits limits) : IDisposable
{
    private readonly SemaphoreSlim _free = new(limits.Exports);

    public int Active => limits.Exports - _free.CurrentCount;

    /// <exception cref="ExportsBusyException">No other export ended in time.</exception>
    public async Task RunAsync(Func<Task> export, CancellationToken cancel)
    {
        if (!await _free.WaitAsync(TimeSpan.FromSeconds(limits.ExportWaitSeconds), cancel))
            throw new ExportsBusyException(limits.Exports);
        try
        {
            await export();
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
