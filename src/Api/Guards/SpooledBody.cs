using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Threading.Channels;
using Api.Observability;
using Microsoft.Win32.SafeHandles;

namespace Api.Guards;

/// <summary>
/// A response's body through a temporary file: it is sent from the file while it is written to it. The writer waits for the client only where the
/// room for files is used up, and then only for a client that reads fast enough; the others are disconnected.
/// </summary>
internal sealed class SpooledBody : Stream
{
    /// <summary>Room is taken in slots, which are used again when they were sent.</summary>
    public const int SlotBytes = 64 * 1024;

    private const int SentAtOnce = 16 * 1024;

    /// <summary>The slot of bytes that are sent from the writer's own memory, where it could get no room.</summary>
    private const long InMemory = -1;

    private readonly Spool _spool;
    private readonly HttpContext _http;
    private readonly IPAddress? _client;
    private readonly double _leastBytesPerMillisecond;
    private readonly CancellationTokenSource _stop;
    private readonly Channel<(long Slot, int Length)> _written = Channel.CreateUnbounded<(long, int)>();
    private readonly Channel<long> _free = Channel.CreateUnbounded<long>();
    private readonly Task _sending;
    private SafeFileHandle? _file;
    private byte[] _filling = [];
    private int _filled;
    private long _slots;
    private double _patience;

    public SpooledBody(Spool spool, HttpContext http, IPAddress? client, Limits limits, Task before)
    {
        (_spool, _http, _client) = (spool, http, client);
        (_patience, _leastBytesPerMillisecond) = (limits.SlowSeconds * 1000, limits.LeastSpooledBytesPerSecond / 1000.0);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        _sending = Task.Run(() => SendAsync(before));
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            if (_filling.Length == 0)
                _filling = ArrayPool<byte>.Shared.Rent(SlotBytes);
            var part = buffer[..Math.Min(SlotBytes - _filled, buffer.Length)];
            part.CopyTo(_filling.AsMemory(_filled));
            _filled += part.Length;
            buffer = buffer[part.Length..];
            if (_filled == SlotBytes)
                await WriteSlotAsync();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Does nothing: a slot is sent when it is full, and the last one by <see cref="EndAsync"/>.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes the rest. All of the body is in the file or sent then.</summary>
    public async Task EndAsync()
    {
        if (_filled > 0)
            await WriteSlotAsync();
        GiveBack();
        _written.Writer.TryComplete();
    }

    /// <summary>Writes the rest, and ends when all is sent.</summary>
    public async Task CompleteAsync()
    {
        await EndAsync();
        await _sending;
    }

    /// <summary>Where the body is not complete, the connection breaks off, so that a part does not look like the whole.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (!_sending.IsCompleted)
            await _stop.CancelAsync();
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        GiveBack();
        _file?.Dispose();
        _spool.Return(_client, _slots);
        _slots = 0;
        _stop.Dispose();
        await base.DisposeAsync();
    }

    public override void Flush()
    {
        // As FlushAsync.
    }

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task WriteSlotAsync()
    {
        if (!_free.Reader.TryRead(out var slot) && !TryReserve(out slot))
            slot = _slots > 0 ? await SentSlotAsync() : InMemory;
        if (slot != InMemory)
        {
            _file ??= CreateFile();
            await RandomAccess.WriteAsync(_file, _filling.AsMemory(0, _filled), slot * SlotBytes, _stop.Token);
        }

        _written.Writer.TryWrite((slot, _filled));
        if (slot == InMemory)
            await SentSlotAsync();
        _filled = 0;
    }

    private bool TryReserve(out long slot)
    {
        slot = _slots;
        if (!_spool.TryReserve(_client))
            return false;
        _slots++;
        return true;
    }

    /// <summary>Waits until a slot was sent. Its client has some seconds, and then the time that its bytes may take.</summary>
    private async Task<long> SentSlotAsync()
    {
        var start = Stopwatch.GetTimestamp();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        late.CancelAfter(TimeSpan.FromMilliseconds(Math.Max(0, _patience)));
        try
        {
            var slot = await _free.Reader.ReadAsync(late.Token);
            _patience += (SlotBytes / _leastBytesPerMillisecond) - Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            return slot;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            RequestLogs.LogProblem(_http, LogLevel.Information, StatusCodes.Status200OK, "slow reader",
                "The client is disconnected: it reads too slowly, and no room is left in temporary files.");
            _http.Abort();
            throw;
        }
    }

    private async Task SendAsync(Task before)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(SentAtOnce);
        try
        {
            await before;
            await foreach (var (slot, length) in _written.Reader.ReadAllAsync(_stop.Token))
            {
                for (var sent = 0; sent < length;)
                {
                    var count = Math.Min(SentAtOnce, length - sent);
                    if (slot == InMemory)
                        _filling.AsMemory(sent, count).CopyTo(buffer);
                    else
                        count = await RandomAccess.ReadAsync(_file!, buffer.AsMemory(0, count), (slot * SlotBytes) + sent, _stop.Token);
                    await _http.Response.Body.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
                    sent += count;
                }

                _free.Writer.TryWrite(slot);
            }
        }
        catch
        {
            await _stop.CancelAsync(); // The writer must not wait for it.
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void GiveBack()
    {
        if (_filling.Length > 0)
            ArrayPool<byte>.Shared.Return(_filling);
        (_filling, _filled) = ([], 0);
    }

    /// <summary>The file has no name any more, so that it ends with its last use, however the process ends.</summary>
    private static SafeFileHandle CreateFile()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.Asynchronous);
        File.Delete(path);
        return file;
    }
}
