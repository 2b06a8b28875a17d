using System.Text;

namespace Dataset;

/// <summary>A set of millions of ids, each with its first line, in a third of the memory of as many strings.</summary>
internal sealed class SeedIds
{
    private readonly List<(int End, int Line, int Hash)> _ids = [];
    private byte[] _texts = new byte[256]; // UTF-8, one after another.
    private int[] _slots = new int[16]; // Position in the list, from 1; 0 is free. At most half of the slots are in use.

    public int Count => _ids.Count;

    public IEnumerable<string> All => Enumerable.Range(0, _ids.Count).Select(position => Encoding.UTF8.GetString(TextOf(position)));

    public bool Contains(string id) => _slots[SlotOf(Encoding.UTF8.GetBytes(id), HashOf(id))] > 0;

    /// <summary>Adds an id if it is new, and gives its first line.</summary>
    public bool TryAdd(string id, int line, out int first)
    {
        var (text, hash) = (Encoding.UTF8.GetBytes(id), HashOf(id));
        var slot = SlotOf(text, hash);
        first = _slots[slot] > 0 ? _ids[_slots[slot] - 1].Line : line;
        if (_slots[slot] > 0)
            return false;

        var start = _ids.Count == 0 ? 0 : _ids[^1].End;
        var end = checked(start + text.Length);
        if (end > _texts.Length)
            Array.Resize(ref _texts, Math.Max(end, (int)Math.Min(Array.MaxLength, _texts.Length * 3L / 2)));
        text.CopyTo(_texts, start);
        _ids.Add((end, line, hash));
        _slots[slot] = _ids.Count;
        if (_ids.Count * 2 > _slots.Length)
            Grow();
        return true;
    }

    private static int HashOf(string id) => string.GetHashCode(id, StringComparison.Ordinal);

    private ReadOnlySpan<byte> TextOf(int position) => _texts.AsSpan((position == 0 ? 0 : _ids[position - 1].End).._ids[position].End);

    private int SlotOf(ReadOnlySpan<byte> text, int hash)
    {
        var slot = hash & (_slots.Length - 1);
        while (_slots[slot] is > 0 and var position && !(_ids[position - 1].Hash == hash && TextOf(position - 1).SequenceEqual(text)))
            slot = (slot + 1) & (_slots.Length - 1);
        return slot;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var position = 0; position < _ids.Count; position++)
        {
            var slot = _ids[position].Hash & (_slots.Length - 1);
            while (_slots[slot] > 0)
                slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = position + 1;
        }
    }
}
