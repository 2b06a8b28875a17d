using Api.Listing.Declare;

namespace Api.Formats;

/// <summary>
/// A column of a batch in the form of Parquet: the values without the nulls, and two levels per cell. The definition level says how much
/// of the path is present, and is absent where all of it always is. The repetition level says whether a list continues, and is absent
/// outside lists. The next batch uses the same memory.
/// </summary>
internal abstract class TypedColumn(bool nullable, int depth)
{
    /// <summary>The depth of an item of a list: below the list and its slot.</summary>
    public const int Listed = 2;

    /// <summary>The depth of a member of an item: below the list, its slot and the item.</summary>
    public const int Member = 3;

    /// <summary>The definition level of an empty list.</summary>
    protected const int Empty = 1;

    /// <summary>The definition level of a cell with a value.</summary>
    protected readonly int Present = depth + (nullable ? 1 : 0);
    private readonly Growing<int> _definitions = new();
    private readonly Growing<int> _repetitions = new();

    public ReadOnlyMemory<int>? Definitions => Present > 0 ? _definitions.Memory : default(ReadOnlyMemory<int>?);

    /// <summary>0 where a row begins, 1 where its list continues.</summary>
    public ReadOnlyMemory<int>? Repetitions => depth > 0 ? _repetitions.Memory : default(ReadOnlyMemory<int>?);

    /// <summary>A column of values; of a list those of its items, with the depth <see cref="Listed"/> or <see cref="Member"/>.</summary>
    public static TypedColumn Of(Storage storage, bool nullable, int depth = 0) => storage switch
    {
        Storage.Integer => new TypedColumn<int>(nullable, depth),
        Storage.Decimal => new TypedColumn<decimal>(nullable, depth),
        Storage.Date => new TypedColumn<DateOnly>(nullable, depth),
        Storage.Boolean => new TypedColumn<bool>(nullable, depth),
        _ => new TypedColumn<ReadOnlyMemory<byte>>(nullable, depth),
    };

    public void AddNull(bool continues = false) => AddCell(Present - 1, continues);

    public void AddEmpty() => AddCell(Empty, continues: false);

    public virtual void Clear()
    {
        _definitions.Clear();
        _repetitions.Clear();
    }

    /// <summary>The index of the first item of each row, and the end of the last row.</summary>
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

    protected void AddPresent(bool continues) => AddCell(Present, continues);

    private void AddCell(int definition, bool continues)
    {
        if (Present > 0)
            _definitions.Add(definition);
        if (depth > 0)
            _repetitions.Add(continues ? 1 : 0);
    }

    /// <summary>A list whose memory remains when it is cleared.</summary>
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

/// <summary>A column of numbers, truth values, days or texts in UTF-8.</summary>
internal sealed class TypedColumn<T>(bool nullable, int depth) : TypedColumn(nullable, depth)
{
    private readonly Growing<T> _values = new();

    public ReadOnlyMemory<T> Values => _values.Memory;

    public void Add(T value, bool continues = false)
    {
        _values.Add(value);
        AddPresent(continues);
    }

    /// <summary>Calls one of the two for each cell; an empty list has no cells.</summary>
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

    public override void Clear()
    {
        base.Clear();
        _values.Clear();
    }
}
