using System.Data.Common;
using System.Text.Json;
using Api.Listing.Declare;

namespace Api.Formats;

/// <summary>Rows as columns, which point into the unchanged bytes that PostgreSQL sends for texts, lists and objects.</summary>
internal sealed class TypedBatch
{
    private readonly IReadOnlyList<Field> _fields;
    private readonly ItemMember[][] _members;
    private readonly TypedColumn[][] _columns;
    private readonly TypedBytes _bytes = new();

    public TypedBatch(IReadOnlyList<Field> fields)
    {
        _fields = fields;
        _members = [.. fields.Select(field => field.Kind.Storage == Storage.Json ? ItemMember.Of(field.Item!) : [])];
        _columns = [.. fields.Select((field, i) => field.Kind.Storage switch
        {
            Storage.Texts => [TypedColumn.Of(Storage.Text, nullable: false, TypedColumn.Listed)],
            Storage.Json => _members[i].Select(member => TypedColumn.Of(member.Kind.Storage, member.Nullable, TypedColumn.Member)).ToArray(),
            var storage => [TypedColumn.Of(storage, field.Nullable)],
        })];
    }

    public int Count { get; private set; }

    /// <summary>One column per field; for a list of objects one per member, in the order of <see cref="ItemMember"/>.</summary>
    public IReadOnlyList<IReadOnlyList<TypedColumn>> Columns => _columns;

    /// <summary>Replaces its rows by the next ones; by none after the last.</summary>
    public async Task FillAsync(DbDataReader rows, CancellationToken cancel)
    {
        rows = rows.Unwrapped();
        Count = 0;
        _bytes.Clear();
        foreach (var column in _columns.SelectMany(columns => columns))
            column.Clear();
        for (; Count < TypedTable.BatchSize && _bytes.Length < TypedTable.BatchBytes && await rows.ReadAsync(cancel); Count++)
        {
            for (var i = 0; i < _columns.Length; i++)
                Add(rows, i);
        }
    }

    private void Add(DbDataReader row, int i)
    {
        var (field, columns) = (_fields[i], _columns[i]);
        if (field.Kind.Storage == Storage.Json)
        {
            AddItems(columns, _members[i], PostgresWire.Json(Store(row, i)));
            return;
        }

        switch (columns[0])
        {
            case var column when field.Nullable && row.IsDBNull(i):
                column.AddNull();
                break;
            case TypedColumn<int> column:
                column.Add(row.GetInt32(i));
                break;
            case TypedColumn<decimal> column:
                column.Add(TypedTable.Fitting(field, row.GetDecimal(i)));
                break;
            case TypedColumn<bool> column:
                column.Add(row.GetBoolean(i));
                break;
            case TypedColumn<DateOnly> column:
                column.Add(row.GetFieldValue<DateOnly>(i));
                break;
            case TypedColumn<ReadOnlyMemory<byte>> column when field.Kind.IsList:
                AddTexts(column, Store(row, i));
                break;
            case TypedColumn<ReadOnlyMemory<byte>> column:
                column.Add(Store(row, i));
                break;
        }
    }

    private ReadOnlyMemory<byte> Store(DbDataReader row, int column)
    {
        var bytes = _bytes.Take(PostgresWire.Length(row, column));
        PostgresWire.CopyTo(row, column, bytes);
        return bytes;
    }

    private static void AddTexts(TypedColumn<ReadOnlyMemory<byte>> column, ReadOnlyMemory<byte> list)
    {
        var count = 0;
        foreach (var text in PostgresWire.Texts(list))
            column.Add(text, continues: count++ > 0);
        if (count == 0)
            column.AddEmpty();
    }

    private void AddItems(TypedColumn[] columns, ItemMember[] members, ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        Span<bool> added = stackalloc bool[columns.Length];
        var count = 0;
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.StartObject; count++)
        {
            added.Clear();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var m = 0;
                while (m < columns.Length && !reader.ValueTextEquals(members[m].Name))
                    m++;
                reader.Read();
                if (m == columns.Length || reader.TokenType == JsonTokenType.Null)
                {
                    reader.Skip();
                    continue;
                }

                added[m] = true;
                if (columns[m] is TypedColumn<int> numbers)
                    numbers.Add(reader.GetInt32(), continues: count > 0);
                else if (columns[m] is TypedColumn<ReadOnlyMemory<byte>> texts)
                    texts.Add(members[m].IsJson ? Json(ref reader, json) : Text(ref reader, json), continues: count > 0);
            }

            for (var m = 0; m < columns.Length; m++)
            {
                if (!added[m])
                    columns[m].AddNull(continues: count > 0);
            }
        }

        foreach (var column in count == 0 ? columns : [])
            column.AddEmpty();
    }

    private static ReadOnlyMemory<byte> Json(ref Utf8JsonReader value, ReadOnlyMemory<byte> json)
    {
        var start = (int)value.TokenStartIndex;
        value.Skip();
        return json[start..(int)value.BytesConsumed];
    }

    /// <summary>The text between two quotation marks; only one with escapes needs a copy.</summary>
    private ReadOnlyMemory<byte> Text(ref Utf8JsonReader text, ReadOnlyMemory<byte> json)
    {
        if (!text.ValueIsEscaped)
            return json.Slice((int)text.TokenStartIndex + 1, text.ValueSpan.Length);
        var bytes = _bytes.Take(text.ValueSpan.Length);
        return bytes[..text.CopyString(bytes)];
    }
}
