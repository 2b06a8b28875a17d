using Api.Listing.Declare;

namespace Api.Formats;

/// <summary>
/// A column of a batch, as Parquet holds it: its values without the nulls, beside two numbers per cell: how much of its path is there
/// (definition), and whether it goes on in the same list (repetition). What tells nothing is left out: definitions where all is there,
/// repetitions outside lists. The memory of one batch serves the next.
/// </summary>
internal abstract class TypedColumn(bool nullable, int depth)
{
    /// <summary>What lies above an item of a list: the list and its place there.</summary>
    public const int Listed = 2;

    /// <summary>What lies above a member of an item: the list, its place there, and the item.</summary>
    public const int Member = 3;

    /// <summary>The definition where the list is there, but no item of it.</summary>
    protected const int Empty = 1;

    /// <summary>The definition of a cell with a value.</summary>
    protected readonly int Present = depth + (nullable ? 1 : 0);
    private readonly Growing<int> _definitions = new();
    private readonly Growing<int> _repetitions = new();

    /// <summary>How much of its path is there of each cell, unless all is always there.</summary>
    public ReadOnlyMemory<int>? Definitions => Present > 0 ? _definitions.Memory : default(ReadOnlyMemory<int>?);

    /// <summary>0 where a row begins, 1 where its list goes on; null outside lists.</summary>
    public ReadOnlyMemory<int>? Repetitions => depth > 0 ? _repetitions.Memory : default(ReadOnlyMemory<int>?);

    /// <summary>A column of values.</summary>
    /// <param name="storage">Their form; that of the items for a list.</param>
    /// <param name="nullable">Whether values may be null.</param>
    /// <param name="depth">What lies above it: nothing, <see cref="Listed"/> or <see cref="Member"/>.</param>
    public static TypedColumn Of(Storage storage, bool nullable, int depth = 0) => storage switch
    {
        Storage.Integer => new TypedColumn<int>(nullable, depth),
        Storage.Decimal => new TypedColumn<decimal>(nullable, depth),
        Storage.Date => new TypedColumn<DateOnly>(nullable, depth),
        _ => new TypedColumn<ReadOnlyMemory<byte>>(nullable, depth),
    };

    /// <summary>Adds a cell that is null.</summary>
    public void AddNull(bool goesOn = false) => AddCell(Present - 1, goesOn);

    /// <summary>Adds a row whose list is empty.</summary>
    public void AddEmpty() => AddCell(Empty, goesOn: false);

    /// <summary>Begins anew.</summary>
    public virtual void Clear()
    {
        _definitions.Clear();
        _repetitions.Clear();
    }

    /// <summary>Where the list of each row begins among all items, and where the last one ends.</summary>
    public IEnumerable<int> Offsets()
    {
        var (definitions, repetitions, items) = (_definitions.Memory, _repetitions.Memory, 0);
        for (var i = 0; i < definitions.Length; i++)
        {
            if (repetitions.Span[i] == 0)
                yield return items;
            if (definitions.Span[i] != Empty)
                items++;
        }

        yield return items;
    }

    protected void AddPresent(bool goesOn) => AddCell(Present, goesOn);

    private void AddCell(int definition, bool goesOn)
    {
        if (Present > 0)
            _definitions.Add(definition);
        if (depth > 0)
            _repetitions.Add(goesOn ? 1 : 0);
    }

    /// <summary>Values one behind the other, in memory that is kept.</summary>
    protected sealed class Growing<TValue>
    {
        private TValue[] _values = [];
        private int _count;

        public ReadOnlyMemory<TValue> Memory => _values.AsMemory(0, _count);

        public void Add(TValue value)
        {
            if (_count == _values.Length)
                Array.Resize(ref _values, Math.Max(64, 2 * _count));
            _values[_count++] = value;
        }

        public void Clear() => _count = 0;
    }
}

/// <summary>A column of numbers, days or texts; a text is its UTF-8.</summary>
internal sealed class TypedColumn<T>(bool nullable, int depth) : TypedColumn(nullable, depth)
{
    private readonly Growing<T> _values = new();

    /// <summary>The values, without the nulls.</summary>
    public ReadOnlyMemory<T> Values => _values.Memory;

    /// <summary>Adds a cell with a value.</summary>
    public void Add(T value, bool goesOn = false)
    {
        _values.Add(value);
        AddPresent(goesOn);
    }

    /// <summary>Goes through the cells; an empty list has none.</summary>
    public void Each(Action<T> value, Action none)
    {
        var values = Values.Span;
        if (Definitions is not { Span: var definitions })
        {
            foreach (var each in values)
                value(each);
            return;
        }

        var next = 0;
        foreach (var definition in definitions)
        {
            if (definition == Present)
                value(values[next++]);
            else if (definition != Empty)
                none();
        }
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        _values.Clear();
    }
}
