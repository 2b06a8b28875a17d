using System.Data.Common;
using System.Text.Json;
using Api.Listing.Declare;

namespace Api.Formats;

/// <summary>Rows as columns. What PostgreSQL sends of a text, a list or objects is kept as it is, and the columns point into it.</summary>
internal sealed class TypedBatch
{
    private readonly IReadOnlyList<Field> _fields;
    private readonly ItemMember[][] _members;
    private readonly TypedColumn[][] _columns;
    private readonly TypedBytes _bytes = new();

    public TypedBatch(IReadOnlyList<Field> fields)
    {
        _fields = fields;
        _members = [.. fields.Select(field => field.Kind.Storage == Storage.Json ? ItemMember.Of(field.Item!).ToArray() : [])];
        _columns = [.. fields.Select((field, i) => field.Kind.Storage switch
        {
            Storage.Texts => [TypedColumn.Of(Storage.Text, nullable: false, TypedColumn.Listed)],
            Storage.Json => _members[i].Select(member => TypedColumn.Of(member.Kind.Storage, member.Nullable, TypedColumn.Member)).ToArray(),
            var storage => [TypedColumn.Of(storage, field.Nullable)],
        })];
    }

    /// <summary>How many rows.</summary>
    public int Count { get; private set; }

    /// <summary>Of each field its column, or one per member of a list of objects, in the order of <see cref="ItemMember"/>.</summary>
    public IReadOnlyList<IReadOnlyList<TypedColumn>> Columns => _columns;

    /// <summary>Takes the next rows instead of those that it has; none behind the last.</summary>
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
            AddItems(columns, _members[i], PostgresWire.Json(Keep(row, i)));
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
            case TypedColumn<DateOnly> column:
                column.Add(row.GetFieldValue<DateOnly>(i));
                break;
            case TypedColumn<ReadOnlyMemory<byte>> column when field.Kind.IsList:
                AddTexts(column, Keep(row, i));
                break;
            case TypedColumn<ReadOnlyMemory<byte>> column:
                column.Add(Keep(row, i));
                break;
        }
    }

    /// <summary>Keeps a value as it was sent.</summary>
    private ReadOnlyMemory<byte> Keep(DbDataReader row, int column)
    {
        var bytes = _bytes.Take(PostgresWire.Length(row, column));
        PostgresWire.CopyTo(row, column, bytes);
        return bytes;
    }

    private static void AddTexts(TypedColumn<ReadOnlyMemory<byte>> column, ReadOnlyMemory<byte> list)
    {
        var count = 0;
        foreach (var text in PostgresWire.Texts(list))
            column.Add(text, goesOn: count++ > 0);
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
                    numbers.Add(reader.GetInt32(), goesOn: count > 0);
                else if (columns[m] is TypedColumn<ReadOnlyMemory<byte>> texts)
                    texts.Add(members[m].IsJson ? Whole(ref reader, json) : Text(ref reader, json), goesOn: count > 0);
            }

            for (var m = 0; m < columns.Length; m++)
            {
                if (!added[m])
                    columns[m].AddNull(goesOn: count > 0);
            }
        }

        foreach (var column in count == 0 ? columns : [])
            column.AddEmpty();
    }

    /// <summary>A value as JSON.</summary>
    private static ReadOnlyMemory<byte> Whole(ref Utf8JsonReader value, ReadOnlyMemory<byte> json)
    {
        var start = (int)value.TokenStartIndex;
        value.Skip();
        return json[start..(int)value.BytesConsumed];
    }

    /// <summary>The text that stands between two quotation marks.</summary>
    private ReadOnlyMemory<byte> Text(ref Utf8JsonReader text, ReadOnlyMemory<byte> json)
    {
        if (!text.ValueIsEscaped)
            return json.Slice((int)text.TokenStartIndex + 1, text.ValueSpan.Length);
        var bytes = _bytes.Take(text.ValueSpan.Length);
        return bytes[..text.CopyString(bytes)];
    }
}
