using System.Diagnostics;
using System.Net;

namespace Api.Guards;

/// <summary>
/// Bounded room in temporary files for answers that their clients read more slowly than they are computed. So a slow reader takes neither a place
/// nor memory. A client has at most a quarter of the room.
/// </summary>
internal sealed class Spool(Limits limits, Clients clients)
{
    private const int Share = 4;

    /// <summary>The server holds about so much of an answer that is not read.</summary>
    private const int Chunk = 64 * 1024;

    /// <summary>After this time the rest of an answer leaves the memory.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly long _most = limits.SpoolMegabytes * 1024L * 1024 / SpooledBody.SlotBytes;
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, long> _ofClients = [];
    private long _used;

    /// <summary>A body for the response that its writer need not wait for. It begins to be sent at once.</summary>
    public SpooledBody Open(HttpContext http) => new(this, http, clients.Find(http), limits, Task.CompletedTask);

    /// <summary>Sends a body that is in memory. The rest of one that is not read in time goes to a temporary file.</summary>
    public Task SendAsync(HttpContext http, ReadOnlyMemory<byte> body) => body.Length <= Chunk
        ? http.Response.BodyWriter.WriteAsync(body, http.RequestAborted).AsTask() : SendInChunksAsync(http, body);

    public bool TryReserve(IPAddress? client)
    {
        lock (_lock)
        {
            if (_used == _most)
                return false;
            if (client is not null)
            {
                var ofClient = _ofClients.GetValueOrDefault(client);
                if (ofClient >= Math.Max(1, _most / Share))
                    return false;
                _ofClients[client] = ofClient + 1;
            }

            _used++;
            return true;
        }
    }

    public void Return(IPAddress? client, long slots)
    {
        if (slots == 0)
            return;
        lock (_lock)
        {
            _used -= slots;
            if (client is not null && (_ofClients[client] -= slots) == 0)
                _ofClients.Remove(client);
        }
    }

    private async Task SendInChunksAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        var start = Stopwatch.GetTimestamp();
        while (body.Length > 0)
        {
            var chunk = body[..Math.Min(Chunk, body.Length)];
            var sending = http.Response.BodyWriter.WriteAsync(chunk, http.RequestAborted).AsTask();
            body = body[chunk.Length..];
            if (await IsInTimeAsync(sending, Patience - Stopwatch.GetElapsedTime(start)))
                continue;
            await using var spooled = new SpooledBody(this, http, clients.Find(http), limits, sending);
            await spooled.WriteAsync(body, http.RequestAborted);
            body = default; // This reference must not keep the body in memory.
            await spooled.CompleteAsync();
        }
    }

    /// <summary>Whether a task ends in time. The server has copied the bytes that it sends.</summary>
    private static async Task<bool> IsInTimeAsync(Task task, TimeSpan time)
    {
        if (!task.IsCompleted)
            await Task.WhenAny(task, Task.Delay(time > TimeSpan.Zero ? time : TimeSpan.Zero));
        if (task.IsCompleted)
            await task;
        return task.IsCompleted;
    }
}
