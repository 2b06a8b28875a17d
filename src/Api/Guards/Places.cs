using Api.Http;

namespace Api.Guards;

internal sealed class NoPlaceException(PriceClass price) : ProblemException(ProblemType.Unavailable,
    $"All places for {Places.NameOf(price)} requests are taken, or this client has its share of them. Try again in a moment.");

/// <summary>
/// Bounds what the service computes at the same time. Each price class has places of its own, so that light requests pass heavy ones. A
/// client, by its address, has at most a quarter of each class.
/// </summary>
internal sealed class Places(Limits limits, Clients clients)
{
    private const int Share = 4;

    /// <summary>A request that waits takes memory too.</summary>
    private const int MostWaiting = 64;

    private readonly TimeSpan _wait = TimeSpan.FromSeconds(limits.PlaceWaitSeconds);

    private readonly PlaceQueue[] _queues =
    [
        Queue(limits.Places / 2), // Light
        Queue(limits.Places / 4), // Medium
        Queue(limits.Places / 4), // Heavy
    ];

    public int Taken(PriceClass price) => _queues[(int)price].Taken;

    /// <summary>Takes a place for a request until the result is disposed.</summary>
    /// <exception cref="NoPlaceException">None was free in time.</exception>
    public async Task<IDisposable> TakeAsync(HttpContext http, PriceClass price)
    {
        try
        {
            return await _queues[(int)price].TakeAsync(clients.Find(http), _wait, http.RequestAborted);
        }
        catch (TimeoutException)
        {
            throw new NoPlaceException(price);
        }
    }

    public static string NameOf(PriceClass price) => price.ToString().ToLowerInvariant();

    private static PlaceQueue Queue(int places) => new(places, Math.Max(1, places / Share), MostWaiting);
}
