using System.Text;
using System.Text.Unicode;

namespace Dataset;

/// <summary>A window on the text of a seed file, which counts lines.</summary>
internal sealed class SeedText : IDisposable
{
    private readonly FileStream _file;
    private readonly int _chunk;
    private byte[] _bytes;
    private int _start; // Everything before it was passed.
    private int _sound; // Everything before it is valid UTF-8.
    private int _end;
    private bool _isReadToEnd;
    private int _line = 1; // The line of _counted.
    private int _counted;

    public SeedText(string path, int chunk)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        _chunk = chunk;
        _bytes = new byte[Math.Max(chunk, 16)];
    }

    public long BytesRead { get; private set; }

    public ReadOnlySpan<byte> Window => _bytes.AsSpan(_start, Math.Min(_sound - _start, SeedFolder.LargestRecord));

    public bool IsWhole => _isReadToEnd && _sound == _end && _sound - _start <= SeedFolder.LargestRecord;

    public int Line { get; private set; }

    public void Dispose() => _file.Dispose();

    /// <summary>The line of a position in the window. Positions only grow, so that each byte is counted once.</summary>
    public int LineAt(int position)
    {
        _line += _bytes.AsSpan(_counted..(_start + position)).Count((byte)'\n');
        _counted = _start + position;
        return _line;
    }

    public void Pass(int length)
    {
        LineAt(length);
        _start += length;
    }

    /// <summary>Extends the window. Returns null, or the problem that prevents it.</summary>
    public string? Fill()
    {
        if (_sound - _start >= SeedFolder.LargestRecord)
        {
            return Problem(
                Math.Max(0, Window.IndexOfAnyExcept(" \t\r\n,"u8)),
                $"is larger than {SeedFolder.LargestRecord:N0} bytes, the most that a record may have; the rest of the file is not read");
        }

        if (_isReadToEnd && _sound < _end)
            return Problem(_sound - _start, "is not valid UTF-8");

        MakeRoom();
        var isFirst = BytesRead == 0;
        // The first read must cover a byte-order mark.
        do
        {
            var read = _file.Read(_bytes, _end, Math.Min(_chunk, _bytes.Length - _end));
            (_end, _isReadToEnd) = (_end + read, read == 0);
            BytesRead += read;
        }
        while (isFirst && !_isReadToEnd && _end < Encoding.UTF8.Preamble.Length);

        if (isFirst && _bytes.AsSpan(.._end).StartsWith(Encoding.UTF8.Preamble))
            return Problem(0, "begins with a byte-order mark; save it as UTF-8 without one");
        CheckUtf8();
        return null;
    }

    private void MakeRoom()
    {
        _bytes.AsSpan(_start.._end).CopyTo(_bytes);
        (_counted, _sound, _end, _start) = (_counted - _start, _sound - _start, _end - _start, 0);
        if (_bytes.Length - _end < _chunk)
            Array.Resize(ref _bytes, _end + Math.Max(_chunk, _end));
    }

    // The first invalid byte ends the file.
    private void CheckUtf8()
    {
        var fresh = _bytes.AsSpan(_sound.._end);
        var whole = _isReadToEnd ? fresh.Length : fresh.Length - IncompleteBytes(fresh);
        if (Utf8.IsValid(fresh[..whole]))
        {
            _sound += whole;
            return;
        }

        Utf8.ToUtf16(fresh[..whole], new char[whole], out var sound, out _, replaceInvalidSequences: false);
        _sound += sound;
        _isReadToEnd = true;
    }

    /// <summary>The number of bytes at the end that begin an incomplete character.</summary>
    private static int IncompleteBytes(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var length = bytes[^back] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, >= 0x80 => 0, _ => 1 };
            if (length > 0)
                return length > back ? back : 0;
        }

        return 0;
    }

    private string Problem(int position, string problem)
    {
        Line = LineAt(position);
        return problem;
    }
}
