using System.Net;
using Api.Guards;
using Xunit;

namespace Tests.Api.Guards;

public sealed class PlaceQueueTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly IPAddress A = IPAddress.Parse("192.0.2.1"), B = IPAddress.Parse("192.0.2.2"), C = IPAddress.Parse("192.0.2.3");

    private readonly PlaceQueue _queue = new(places: 4, share: 1, mostWaiting: 2);

    [Fact]
    public async Task A_client_waits_for_its_share()
    {
        var first = await TakeAsync(A);
        var second = TakeAsync(A);
        Assert.False(second.IsCompleted);
        using (await TakeAsync(B))
            Assert.False(second.IsCompleted);
        first.Dispose();
        first.Dispose(); // Again, without effect.
        (await second).Dispose();
        Assert.Equal(0, _queue.Taken);
    }

    [Fact]
    public async Task Clients_take_turns()
    {
        var queue = new PlaceQueue(places: 1, share: 1, mostWaiting: 10);
        var place = await queue.TakeAsync(C, Long, default);
        var order = new List<IPAddress>();
        Task[] waiting = [WaitAsync(A), WaitAsync(A), WaitAsync(A), WaitAsync(B)];
        place.Dispose();
        await Task.WhenAll(waiting);
        Assert.Equal([A, B, A, A], order);

        async Task WaitAsync(IPAddress client)
        {
            using var taken = await queue.TakeAsync(client, Long, default);
            order.Add(client);
        }
    }

    [Fact]
    public async Task An_uncounted_client_may_have_all_places()
    {
        var places = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TakeAsync(null)));
        var waiting = Enumerable.Range(0, 9).Select(_ => TakeAsync(null)).ToArray();
        Assert.All(waiting, one => Assert.False(one.IsCompleted));
        foreach (var place in places)
            place.Dispose();
        foreach (var one in waiting)
            (await one).Dispose();
        Assert.Equal(0, _queue.Taken);
    }

    [Fact]
    public async Task A_request_that_leaves_takes_no_place()
    {
        var place = await TakeAsync(A);
        using var cancel = new CancellationTokenSource();
        var leaving = _queue.TakeAsync(A, Long, cancel.Token);
        var staying = TakeAsync(A);
        await Assert.ThrowsAsync<TimeoutException>(() => TakeAsync(A)); // Two wait already.
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        await Assert.ThrowsAsync<TimeoutException>(() => _queue.TakeAsync(A, TimeSpan.Zero, default));
        place.Dispose();
        (await staying).Dispose();
        Assert.Equal(0, _queue.Taken);
    }

    [Fact]
    public async Task Places_are_never_lost_or_doubled()
    {
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            var random = new Random(i);
            for (var round = 0; round < 200; round++)
            {
                using var cancel = new CancellationTokenSource();
                if (random.Next(4) == 0)
                    cancel.CancelAfter(random.Next(2));
                try
                {
                    using var place = await _queue.TakeAsync(i % 5 == 0 ? null : IPAddress.Parse($"192.0.2.{i % 5}"), TimeSpan.FromMilliseconds(
                        random.Next(5)), cancel.Token);
                    most = Math.Max(most, _queue.Taken);
                    if (random.Next(2) == 0)
                        await Task.Yield();
                }
                catch (Exception failure) when (failure is TimeoutException or OperationCanceledException)
                {
                    // None was free in time.
                }
            }
        })));
        Assert.InRange(most, 1, 4);
        Assert.Equal(0, _queue.Taken);
        foreach (var client in new[] { A, B, C })
            await TakeAsync(client);
    }

    private Task<IDisposable> TakeAsync(IPAddress? client) => _queue.TakeAsync(client, Long, default);
}
