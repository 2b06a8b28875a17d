using System.Buffers;
using Microsoft.IO;

namespace Api.Caching;

/// <summary>
/// Holds in memory what is written, up to a limit in bytes; from there on it passes everything on to another stream, which it then opens. The
/// memory is borrowed in blocks of one size, so that any answer can use again what any other has given back.
/// </summary>
internal sealed class OverflowStream(long limit, Func<Task<Stream>> open) : Stream, IBufferWriter<byte>
{
    private static readonly RecyclableMemoryStreamManager Blocks = new(new()
    {
        BlockSize = 32 * 1024, // Below the size from which the runtime moves no object, so that no gaps remain.
        MaximumSmallPoolFreeBytes = 16 * 1024 * 1024,
        MaximumLargePoolFreeBytes = 4 * 1024 * 1024,
    });

    private readonly RecyclableMemoryStream _held = Blocks.GetStream();
    private Stream? _beyond;

    /// <summary>Whether the limit was passed, so that the bytes are on their way already.</summary>
    public bool HasOverflowed => _beyond is not null;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The bytes, when they are all held.</summary>
    public byte[] ToArray()
    {
        var bytes = GC.AllocateUninitializedArray<byte>((int)_held.Length);
        _held.GetReadOnlySequence().CopyTo(bytes);
        return bytes;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_beyond is null && _held.Length + buffer.Length > limit)
        {
            _beyond = await open();
            foreach (var block in _held.GetReadOnlySequence())
                await _beyond.WriteAsync(block, cancellationToken);
            await _held.DisposeAsync();
        }

        if (_beyond is null)
            _held.Write(buffer.Span);
        else
            await _beyond.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        MustHold(buffer.Length);
        _held.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Room for what its user writes at once, which must stay within the limit.</summary>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MustHold(sizeHint);
        return _held.GetMemory(sizeHint);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MustHold(sizeHint);
        return _held.GetSpan(sizeHint);
    }

    public void Advance(int count)
    {
        MustHold(count);
        _held.Advance(count);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _beyond?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    public override void Flush()
    {
        // The held bytes are sent as a whole. The others are flushed asynchronously.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _held.Dispose();
        base.Dispose(disposing);
    }

    private void MustHold(int count)
    {
        if (_beyond is not null || _held.Length + count > limit)
            throw new NotSupportedException("What may be large is written asynchronously.");
    }
}
