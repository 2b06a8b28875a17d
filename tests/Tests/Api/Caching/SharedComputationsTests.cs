using System.Text.Json;
using Api.Caching;
using Xunit;

namespace Tests.Api.Caching;

/// <summary>Concurrent requests share one computation, but not the fate of the client that began it.</summary>
public sealed class SharedComputationsTests
{
    private readonly SharedComputations<string, string> _computations = new();
    private readonly TaskCompletionSource _begun = new();
    private readonly TaskCompletionSource _ends = new();

    [Theory, InlineData(typeof(OperationCanceledException)), InlineData(typeof(JsonException)), InlineData(typeof(IOException))]
    public async Task Computation_of_a_client_that_left_is_repeated_by_another(Type exception)
    {
        using var client = new CancellationTokenSource();
        var first = GetAsync(() => throw (Exception)Activator.CreateInstance(exception)!, client.Token);
        await _begun.Task;
        var second = _computations.GetAsync(
            "key", () => Task.FromResult<IDisposable?>(null), () => null, (_, _) => Task.FromResult<string?>("value"), CancellationToken.None);
        await client.CancelAsync();
        _ends.SetResult();
        await Assert.ThrowsAsync(exception, () => first);
        Assert.Equal("value", await second);
    }

    [Fact]
    public async Task Failure_is_shared()
    {
        var first = GetAsync(() => throw new IOException(), CancellationToken.None);
        await _begun.Task;
        var second = GetAsync(() => "not needed", CancellationToken.None);
        _ends.SetResult();
        await Assert.ThrowsAsync<IOException>(() => first);
        await Assert.ThrowsAsync<IOException>(() => second);
    }

    private Task<string?> GetAsync(Func<string> value, CancellationToken cancel) => _computations.GetAsync(
        "key", () => Task.FromResult<IDisposable?>(null), () => null,
        async (_, _) =>
        {
            _begun.TrySetResult();
            await _ends.Task;
            return value();
        },
        cancel);
}
