using System.Buffers.Binary;
using System.Data.Common;
using Dapper;

namespace Api.Formats;

/// <summary>Values in the form in which PostgreSQL sends them. That of a text is its UTF-8, which is what most formats want.</summary>
internal static class PostgresWire
{
    private const int Int = sizeof(int);

    /// <summary>The driver's own rows, without what Dapper puts around them: to ask that for each value costs a tenth of a page.</summary>
    public static DbDataReader Unwrapped(this DbDataReader rows) => rows is IWrappedDataReader wrapped ? (DbDataReader)wrapped.Reader : rows;

    /// <summary>How many bytes a value has.</summary>
    public static int Length(DbDataReader row, int column) => (int)row.GetBytes(column, 0, null, 0, 0);

    /// <summary>Copies a value to where there is room for so many bytes.</summary>
    public static void CopyTo(DbDataReader row, int column, ArraySegment<byte> room) => row.GetBytes(column, 0, room.Array!, room.Offset, room.Count);

    /// <summary>The JSON of JSON or JSONB: the latter is the number of its form, and JSON.</summary>
    public static ReadOnlyMemory<byte> Json(ReadOnlyMemory<byte> value)
    {
        const byte JsonbForm = 1;
        return value.Span[0] == JsonbForm ? value[1..] : value;
    }

    /// <summary>The texts of a list.</summary>
    public static TextsOfList Texts(ReadOnlyMemory<byte> list) => new(list);

    /// <summary>A list is five numbers, of which the fourth says how many items there are, and each item behind its length. An empty one has no fourth.</summary>
    public ref struct TextsOfList
    {
        private const int CountAt = 3 * Int, ItemsAt = 5 * Int;
        private ReadOnlyMemory<byte> _left;
        private int _count;

        public TextsOfList(ReadOnlyMemory<byte> list)
        {
            if (list.Length < ItemsAt)
                return;
            _count = BinaryPrimitives.ReadInt32BigEndian(list.Span[CountAt..]);
            _left = list[ItemsAt..];
        }

        public ReadOnlyMemory<byte> Current { get; private set; }

        public readonly TextsOfList GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_count-- <= 0)
                return false;
            var length = BinaryPrimitives.ReadInt32BigEndian(_left.Span);
            Current = _left.Slice(Int, length);
            _left = _left[(Int + length)..];
            return true;
        }
    }
}
