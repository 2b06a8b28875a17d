namespace Dataset;

// There are as many of these sets as there are sources.
internal sealed class NumberSet
{
    private int[] _numbers = [];
    private int _count;
    private int _tidy; // So many at the beginning are sorted and distinct.

    public void Add(int number)
    {
        if (_numbers.AsSpan(.._tidy).BinarySearch(number) >= 0)
            return;
        if (_count == _numbers.Length)
        {
            Tidy();
            if (_count >= _numbers.Length / 2)
                Array.Resize(ref _numbers, Math.Max(4, _numbers.Length * 2));
        }

        _numbers[_count++] = number;
    }

    public void Add(int[] numbers)
    {
        foreach (var number in numbers)
            Add(number);
    }

    public ReadOnlySpan<int> Numbers()
    {
        Tidy();
        return _numbers.AsSpan(.._count);
    }

    private void Tidy()
    {
        _numbers.AsSpan(.._count).Sort();
        var distinct = 0;
        for (var i = 0; i < _count; i++)
        {
            if (distinct == 0 || _numbers[distinct - 1] != _numbers[i])
                _numbers[distinct++] = _numbers[i];
        }

        _count = _tidy = distinct;
    }
}
