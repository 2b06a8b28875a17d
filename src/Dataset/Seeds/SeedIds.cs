using System.Text;

namespace Dataset;

/// <summary>A set of ids that may be millions, each with the line on which it was met first. It takes a third of what as many strings would.</summary>
internal sealed class SeedIds
{
    private readonly List<(int End, int Line, int Hash)> _ids = [];
    private byte[] _texts = new byte[256]; // UTF-8, one after another.
    private int[] _slots = new int[16]; // Place in the list, from 1; 0 where there is none. Never more than half full.

    public int Count => _ids.Count;

    /// <summary>All ids, in the order in which they came.</summary>
    public IEnumerable<string> All => Enumerable.Range(0, _ids.Count).Select(place => Encoding.UTF8.GetString(TextOf(place)));

    public bool Contains(string id) => _slots[SlotOf(Encoding.UTF8.GetBytes(id), HashOf(id))] > 0;

    /// <summary>Adds an id, unless it is there.</summary>
    /// <param name="id">The id.</param>
    /// <param name="line">The line on which it is met.</param>
    /// <param name="first">The line on which it was met first.</param>
    /// <returns>Whether it is new.</returns>
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

    private ReadOnlySpan<byte> TextOf(int place) => _texts.AsSpan((place == 0 ? 0 : _ids[place - 1].End).._ids[place].End);

    /// <summary>The slot that holds the id, or the free one where it would go.</summary>
    private int SlotOf(ReadOnlySpan<byte> text, int hash)
    {
        var slot = hash & (_slots.Length - 1);
        while (_slots[slot] is > 0 and var place && !(_ids[place - 1].Hash == hash && TextOf(place - 1).SequenceEqual(text)))
            slot = (slot + 1) & (_slots.Length - 1);
        return slot;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var place = 0; place < _ids.Count; place++)
        {
            var slot = _ids[place].Hash & (_slots.Length - 1);
            while (_slots[slot] > 0)
                slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = place + 1;
        }
    }
}
