namespace Api.Formats;

/// <summary>Bytes that stay where they are, in blocks; once cleared, the same blocks are given again.</summary>
internal sealed class TypedBytes
{
    private const int BlockSize = 64 * 1024;
    private readonly List<byte[]> _blocks = [];
    private int _block;
    private int _used;

    /// <summary>How many were taken.</summary>
    public long Length { get; private set; }

    /// <summary>Room for so many bytes.</summary>
    public ArraySegment<byte> Take(int length)
    {
        if (_block == _blocks.Count || _blocks[_block].Length - _used < length)
        {
            _block = Math.Min(_block + 1, _blocks.Count);
            _used = 0;
            if (_block == _blocks.Count)
                _blocks.Add([]);
            if (_blocks[_block].Length < length) // A small one gives way, lest they become ever more.
                _blocks[_block] = GC.AllocateUninitializedArray<byte>(Math.Max(length, BlockSize));
        }

        Length += length;
        _used += length;
        return new(_blocks[_block], _used - length, length);
    }

    /// <summary>All that was taken may be given again.</summary>
    public void Clear() => (_block, _used, Length) = (0, 0, 0);
}
