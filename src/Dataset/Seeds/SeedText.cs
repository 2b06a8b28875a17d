using System.Text;
using System.Text.Unicode;

namespace Dataset;

/// <summary>A seed file's text, of which a window is in memory: from where it is passed over to where it is read. It counts lines.</summary>
internal sealed class SeedText : IDisposable
{
    private readonly FileStream _file;
    private readonly int _chunk;
    private byte[] _bytes;
    private int _start; // Before it, all is passed over.
    private int _sound; // Before it, all is known to be UTF-8.
    private int _end;
    private bool _isReadToEnd;
    private int _line = 1; // Of _counted.
    private int _counted;

    public SeedText(string path, int chunk)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        _chunk = chunk;
        _bytes = new byte[Math.Max(chunk, 16)];
    }

    public long BytesRead { get; private set; }

    /// <summary>What is to be read next, at most a record's size of it.</summary>
    public ReadOnlySpan<byte> Window => _bytes.AsSpan(_start, Math.Min(_sound - _start, SeedFolder.LargestRecord));

    /// <summary>Whether the window reaches to the end of the file.</summary>
    public bool IsWhole => _isReadToEnd && _sound == _end && _sound - _start <= SeedFolder.LargestRecord;

    /// <summary>The line of the last problem.</summary>
    public int Line { get; private set; }

    public void Dispose() => _file.Dispose();

    /// <summary>The line of a place in the window. Places only grow, so that each byte is looked at once.</summary>
    public int LineAt(int place)
    {
        _line += _bytes.AsSpan(_counted..(_start + place)).Count((byte)'\n');
        _counted = _start + place;
        return _line;
    }

    /// <summary>Moves the window's beginning.</summary>
    public void Pass(int length)
    {
        LineAt(length);
        _start += length;
    }

    /// <summary>Reads on, as the window holds too little.</summary>
    /// <returns>Null, or why that cannot be.</returns>
    public string? Fill()
    {
        if (_sound - _start >= SeedFolder.LargestRecord)
            return Problem(Math.Max(0, Window.IndexOfAnyExcept(" \t\r\n,"u8)), $"is larger than {SeedFolder.LargestRecord:N0} bytes: more than one record may have; what follows is not read");
        if (_isReadToEnd && _sound < _end)
            return Problem(_sound - _start, "is no valid UTF-8");

        MakeRoom();
        var isFirst = BytesRead == 0;
        // At first, no less than a byte-order mark.
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

    /// <summary>Looks at what is new. What is unsound ends the file.</summary>
    private void CheckUtf8()
    {
        var fresh = _bytes.AsSpan(_sound.._end);
        var whole = _isReadToEnd ? fresh.Length : fresh.Length - BegunAtTheEnd(fresh);
        if (Utf8.IsValid(fresh[..whole]))
        {
            _sound += whole;
            return;
        }

        Utf8.ToUtf16(fresh[..whole], new char[whole], out var sound, out _, replaceInvalidSequences: false);
        _sound += sound;
        _isReadToEnd = true;
    }

    /// <summary>How many bytes at the end belong to a character of which more may follow.</summary>
    private static int BegunAtTheEnd(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var length = bytes[^back] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, >= 0x80 => 0, _ => 1 };
            if (length > 0)
                return length > back ? back : 0;
        }

        return 0;
    }

    private string Problem(int place, string problem)
    {
        Line = LineAt(place);
        return problem;
    }
}
