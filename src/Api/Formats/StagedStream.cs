using System.Buffers;

namespace Api.Formats;

/// <summary>
/// Takes what a library writes, in whatever way it does, and sends it when told to: a web server takes no synchronous writes,
/// and nothing should be sent before a first batch has turned out well.
/// </summary>
internal sealed class StagedStream(Stream body) : Stream
{
    private readonly ArrayBufferWriter<byte> _staged = new();
    private long _sent;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _sent + _staged.WrittenCount;

    public override long Position { get => Length; set => throw new NotSupportedException(); }

    /// <summary>Sends what was written, as fast as the client reads.</summary>
    public async Task SendAsync(CancellationToken cancel)
    {
        await body.WriteAsync(_staged.WrittenMemory, cancel);
        _sent += _staged.WrittenCount;
        _staged.ResetWrittenCount();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _staged.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
        // What is staged is sent by SendAsync alone.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
