using System.Buffers;

namespace Api.Caching;

/// <summary>
/// Holds in memory what is written, up to a limit in bytes; from there on it passes everything on to another stream, which it then opens. The
/// memory is borrowed, so that an answer leaves no more of it behind than it is long.
/// </summary>
internal sealed class OverflowStream(long limit, Func<Task<Stream>> open) : Stream, IBufferWriter<byte>
{
    private const int LeastRoom = 16 * 1024;
    private byte[] _held = [];
    private int _length;
    private Stream? _beyond;

    /// <summary>Whether the limit was passed, so that the bytes are on their way already.</summary>
    public bool HasOverflowed => _beyond is not null;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Takes the bytes out, when they are all held.</summary>
    public byte[] Take()
    {
        var bytes = GC.AllocateUninitializedArray<byte>(_length);
        _held.AsSpan(0, _length).CopyTo(bytes);
        GiveBack();
        return bytes;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_beyond is null && (long)_length + buffer.Length > limit)
        {
            _beyond = await open();
            await _beyond.WriteAsync(_held.AsMemory(0, _length), cancellationToken);
            GiveBack();
        }

        if (_beyond is null)
            Hold(buffer.Span);
        else
            await _beyond.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        MustHold(buffer.Length);
        Hold(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Room for what its user writes at once, which must stay within the limit.</summary>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MustHold(sizeHint);
        MakeRoom(Math.Max(sizeHint, 1));
        return _held.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Advance(int count)
    {
        MustHold(count);
        _length += count;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _beyond?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    public override void Flush()
    {
        // The held bytes are sent as a whole. The others are flushed asynchronously.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void MustHold(int count)
    {
        if (_beyond is not null || (long)_length + count > limit)
            throw new NotSupportedException("What may be large is written asynchronously.");
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        MakeRoom(bytes.Length);
        bytes.CopyTo(_held.AsSpan(_length));
        _length += bytes.Length;
    }

    private void MakeRoom(int count)
    {
        if (_held.Length - _length >= count)
            return;
        var room = Math.Max(LeastRoom, Math.Max(2L * _held.Length, (long)_length + count));
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, room));
        _held.AsSpan(0, _length).CopyTo(larger);
        var length = _length;
        GiveBack();
        (_held, _length) = (larger, length);
    }

    private void GiveBack()
    {
        if (_held.Length > 0)
            ArrayPool<byte>.Shared.Return(_held);
        (_held, _length) = ([], 0);
    }
}
