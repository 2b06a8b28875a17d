using System.Collections.Concurrent;

namespace Api.Caching;

/// <summary>The first of several concurrent requests for one value computes it, and the others wait for it.</summary>
internal sealed class SharedComputations<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    private readonly ConcurrentDictionary<TKey, Task<Outcome>> _underWay = new();

    /// <summary>
    /// Computes a value, or waits for the request that does. A cancelled computation is repeated by one of the others. One that finds its value too
    /// large to share calls the action, which lets the others compute their own, and returns null.
    /// </summary>
    /// <param name="key">The key of the value.</param>
    /// <param name="takeAsync">Takes the place that a computation needs. A request that waits for another's has none.</param>
    /// <param name="find">Finds the value where it was computed while this request waited for its place.</param>
    /// <param name="compute">Computes the value in its place, which it may release before it ends.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<TValue?> GetAsync(
        TKey key, Func<Task<IDisposable?>> takeAsync, Func<TValue?> find, Func<IDisposable?, Action, Task<TValue?>> compute, CancellationToken cancel)
    {
        var isShared = true;
        while (true)
        {
            if (isShared && _underWay.TryGetValue(key, out var underWay))
            {
                var outcome = await underWay.WaitAsync(cancel);
                if (outcome.Value is not null)
                    return outcome.Value;
                isShared = outcome.IsAbandoned;
                continue;
            }

            using var place = await takeAsync();
            if (find() is { } found)
                return found;
            if (!isShared)
                return await compute(place, () => { });
            var mine = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_underWay.TryAdd(key, mine.Task))
                return await ComputeAsync(key, releaseOthers => compute(place, releaseOthers), mine, cancel);
        }
    }

    private async Task<TValue?> ComputeAsync(
        TKey key, Func<Action, Task<TValue?>> compute, TaskCompletionSource<Outcome> mine, CancellationToken cancel)
    {
        try
        {
            var value = await compute(() => mine.TrySetResult(new(null, IsAbandoned: false)));
            mine.TrySetResult(new(value, IsAbandoned: false));
            return value;
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            // Whatever it throws, such as for a body that ends too early: the others have not been cancelled.
            mine.TrySetResult(new(null, IsAbandoned: true));
            throw;
        }
        catch (Exception exception)
        {
            mine.TrySetException(exception); // The others would fail too, and should not do so one after the other.
            _ = mine.Task.Exception;
            throw;
        }
        finally
        {
            _underWay.TryRemove(KeyValuePair.Create(key, mine.Task));
        }
    }

    private readonly record struct Outcome(TValue? Value, bool IsAbandoned);
}
