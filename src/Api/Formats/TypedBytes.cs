namespace Api.Formats;

/// <summary>Memory in blocks that never move, which are used again once it is cleared.</summary>
internal sealed class TypedBytes
{
    private const int BlockSize = 64 * 1024;
    private readonly List<byte[]> _blocks = [];
    private int _block;
    private int _used;

    public long Length { get; private set; }

    public ArraySegment<byte> Take(int length)
    {
        if (_block == _blocks.Count || _blocks[_block].Length - _used < length)
        {
            _block = Math.Min(_block + 1, _blocks.Count);
            _used = 0;
            if (_block == _blocks.Count)
                _blocks.Add([]);
            if (_blocks[_block].Length < length) // A small block is replaced, so that their number does not grow.
                _blocks[_block] = GC.AllocateUninitializedArray<byte>(Math.Max(length, BlockSize));
        }

        Length += length;
        _used += length;
        return new(_blocks[_block], _used - length, length);
    }

    public void Clear() => (_block, _used, Length) = (0, 0, 0);
}
