namespace Api.Answers;

/// <summary>Holds what is written in memory up to a limit; from there on it passes everything on to another stream, which is opened then.</summary>
/// <param name="limit">The most bytes that are held.</param>
/// <param name="open">Opens the other stream.</param>
internal sealed class OverflowStream(long limit, Func<Task<Stream>> open) : Stream
{
    private readonly MemoryStream _held = new();
    private Stream? _beyond;

    /// <summary>Whether the limit was passed, so that the bytes are on their way already.</summary>
    public bool HasOverflowed => _beyond is not null;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The bytes, when they are all held.</summary>
    public byte[] ToArray() => _held.ToArray();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_beyond is null && _held.Length + buffer.Length > limit)
        {
            _beyond = await open();
            await _beyond.WriteAsync(_held.GetBuffer().AsMemory(0, (int)_held.Length), cancellationToken);
            _held.SetLength(0);
            _held.Capacity = 0;
        }

        if (_beyond is null)
            _held.Write(buffer.Span);
        else
            await _beyond.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (_beyond is not null || _held.Length + count > limit)
            throw new NotSupportedException("What may be large is written asynchronously.");
        _held.Write(buffer, offset, count);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _beyond?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    public override void Flush()
    {
        // What is held is sent as a whole; what is passed on is flushed asynchronously.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
