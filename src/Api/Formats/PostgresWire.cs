using System.Buffers.Binary;
using System.Data.Common;
using Dapper;

namespace Api.Formats;

/// <summary>Values as PostgreSQL sends them, texts in UTF-8. Npgsql promises this for bytea alone, so all of it is here and has a test.</summary>
internal static class PostgresWire
{
    private const int Int = sizeof(int);

    /// <summary>The driver's rows without Dapper's wrapper, which costs a tenth of the time of a page.</summary>
    public static DbDataReader Unwrapped(this DbDataReader rows) => rows is IWrappedDataReader wrapped ? (DbDataReader)wrapped.Reader : rows;

    public static int Length(DbDataReader row, int column) => (int)row.GetBytes(column, 0, null, 0, 0);

    public static void CopyTo(DbDataReader row, int column, ArraySegment<byte> buffer) =>
        row.GetBytes(column, 0, buffer.Array!, buffer.Offset, buffer.Count);

    /// <summary>The text of json or jsonb; jsonb has the number of its format before it.</summary>
    public static ReadOnlyMemory<byte> Json(ReadOnlyMemory<byte> value)
    {
        const byte JsonbFormat = 1;
        return value.Span[0] == JsonbFormat ? value[1..] : value;
    }

    public static TextsOfList Texts(ReadOnlyMemory<byte> list) => new(list);

    /// <summary>A list has five numbers, the fourth of which is its count, and then each item behind its length. An empty list has three.</summary>
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
