using System.Buffers;

namespace Api.Formats;

/// <summary>Holds a library's output: the server refuses synchronous writes, and nothing may be sent before a complete batch.</summary>
internal sealed class StagedStream(Stream body) : Stream
{
    private readonly ArrayBufferWriter<byte> _staged = new();
    private long _sent;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _sent + _staged.WrittenCount;

    public override long Position { get => Length; set => throw new NotSupportedException(); }

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
        // Only SendAsync sends.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
