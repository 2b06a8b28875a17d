using System.Net;

namespace Api.Guards;

/// <summary>
/// A number of places, and the clients that wait for one. A client has at most its share of them and waits for its own, so that it delays
/// nobody else. Clients that wait take turns.
/// </summary>
internal sealed class PlaceQueue(int places, int share, int mostWaiting)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Client> _clients = [];
    private readonly LinkedList<Client> _turns = new();
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes a place, or waits for one. A client that is not counted, null, may have all places.</summary>
    /// <exception cref="TimeoutException">None was free in time, or too many requests of the client wait already.</exception>
    public async Task<IDisposable> TakeAsync(IPAddress? address, TimeSpan wait, CancellationToken cancel)
    {
        Client client;
        LinkedListNode<TaskCompletionSource> turn;
        lock (_lock)
        {
            client = ClientOf(address);
            if (client.Waiting.Count == 0 && MayTake(client))
                return Take(client);
            if (address is not null && client.Waiting.Count >= mostWaiting)
                throw new TimeoutException();
            turn = client.Waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (client.Waiting.Count == 1)
                _turns.AddLast(client);
        }

        try
        {
            await turn.Value.Task.WaitAsync(wait, cancel);
            return new Place(this, client);
        }
        catch
        {
            Leave(client, turn);
            throw;
        }
    }

    private Client ClientOf(IPAddress? address)
    {
        var key = address ?? IPAddress.None;
        if (!_clients.TryGetValue(key, out var client))
            _clients[key] = client = new Client(key, address is null ? places : share);
        return client;
    }

    private bool MayTake(Client client) => _taken < places && client.Taken < client.Most;

    private Place Take(Client client)
    {
        _taken++;
        client.Taken++;
        return new Place(this, client);
    }

    private void Leave(Client client, LinkedListNode<TaskCompletionSource> turn)
    {
        lock (_lock)
        {
            if (turn.List is null)
            {
                Release(client); // It got its place at the same moment.
                return;
            }

            client.Waiting.Remove(turn);
            if (client.Waiting.Count == 0)
                _turns.Remove(client);
            Forget(client);
        }
    }

    private void Release(Client client)
    {
        lock (_lock)
        {
            _taken--;
            client.Taken--;
            while (Next() is { } next)
            {
                _turns.Remove(next);
                var turn = next.Waiting.First!;
                next.Waiting.Remove(turn);
                if (next.Waiting.Count > 0)
                    _turns.AddLast(next);
                Take(next);
                turn.Value.SetResult();
            }

            Forget(client);
        }
    }

    private Client? Next()
    {
        if (_taken < places)
        {
            foreach (var client in _turns)
            {
                if (client.Taken < client.Most)
                    return client;
            }
        }

        return null;
    }

    private void Forget(Client client)
    {
        if (client.Taken == 0 && client.Waiting.Count == 0)
            _clients.Remove(client.Key);
    }

    private sealed class Client(IPAddress key, int most)
    {
        public IPAddress Key => key;

        public int Most => most;

        public int Taken { get; set; }

        public LinkedList<TaskCompletionSource> Waiting { get; } = new();
    }

    private sealed class Place(PlaceQueue queue, Client client) : IDisposable
    {
        private int _isReleased;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReleased, 1) == 0)
                queue.Release(client);
        }
    }
}
