#pragma warning disable CA5394 // A search needs no secret randomness.

using System.Diagnostics;

namespace Benchmarks.Prices;

/// <summary>The length of a search.</summary>
/// <param name="Requests">The most requests that it sends.</param>
/// <param name="Seconds">The time after which it sends no more.</param>
/// <param name="Seed">The seed of the random requests.</param>
internal sealed record SearchBounds(int Requests, int Seconds, int Seed = 1);

/// <summary>
/// Searches for the dearest requests: it begins with the largest pages. Half of its requests are random ones of every operation in turn, and half
/// vary the dearest ones so far.
/// </summary>
internal sealed class PriceSearch(RequestGenerator generator, PriceMeter meter, SearchBounds bounds)
{
    /// <summary>Each path has so many of the dearest requests, so that one does not hide all others.</summary>
    private const int OfPath = 5;

    private const int Parents = 30;
    private static readonly TimeSpan BetweenWords = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, Price> _prices = [];

    /// <summary>All measured requests.</summary>
    public IReadOnlyCollection<Price> Prices => _prices.Values;

    /// <summary>The answered requests, the dearest first.</summary>
    public IReadOnlyList<Price> Dearest(int count) => [.. _prices.Values.Where(price => price.Status == 200)
        .OrderByDescending(price => price.Total).ThenBy(price => price.Request.Address)
        .GroupBy(price => price.Request.Operation.Path).SelectMany(same => same.Take(OfPath))
        .OrderByDescending(price => price.Total).ThenBy(price => price.Request.Address).Take(count)];

    public async Task RunAsync(CancellationToken cancel)
    {
        var random = new Random(bounds.Seed);
        Operation[] operations = [.. generator.Operations];
        random.Shuffle(operations);
        var largest = new Queue<ApiRequest>(generator.LargestPages());
        var (clock, reported, following) = (Stopwatch.StartNew(), TimeSpan.Zero, (ApiRequest?)null);
        for (var sent = 0; sent < bounds.Requests && clock.Elapsed.TotalSeconds < bounds.Seconds; sent++)
        {
            var isRandom = sent < bounds.Requests / 2 && clock.Elapsed.TotalSeconds < bounds.Seconds / 2d;
            var request = following ?? (largest.TryDequeue(out var page) ? page
                : isRandom ? generator.Draw(operations[sent % operations.Length]) : generator.Vary(Parent()));
            if (_prices.ContainsKey(request.Address))
            {
                following = null;
                continue;
            }

            var price = await meter.MeasureAsync(request, cancel);
            _prices[request.Address] = price;
            following = following is null && price.Next is { } next && random.Next(4) == 0 ? request.Next(next) : null;
            if (clock.Elapsed - reported < BetweenWords)
                continue;
            reported = clock.Elapsed;
            Console.WriteLine($"{reported:mm\\:ss} {sent + 1:N0} requests; the dearest takes {Dearest(1).Sum(price => price.Total):N0} ms");
        }

        // Dearer requests are varied more often.
        ApiRequest Parent() => Dearest(Parents) is { Count: > 0 } dearest
            ? dearest[(int)(dearest.Count * random.NextDouble() * random.NextDouble())].Request : generator.Draw(operations[0]);
    }
}
