using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Api.Listing.Declare;

namespace Api.Formats;

/// <summary>Writes rows of the database as JSON objects, value by value, without objects in between.</summary>
internal sealed class JsonRows(Utf8JsonWriter json, IReadOnlyList<Field> fields, DbDataReader rows) : IDisposable
{
    /// <summary>
    /// Letters and quotation marks of any language stay readable; the media type keeps a browser from taking them for HTML. That the writer
    /// is asked for values in their order is shown by the tests, and need not be looked at for each value.
    /// </summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private const int UsualValue = 1024;
    private readonly DbDataReader _row = rows.Unwrapped();
    private byte[] _sent = ArrayPool<byte>.Shared.Rent(UsualValue);

    /// <summary>A writer to a stream, without a copy in between where the stream gives room itself.</summary>
    public static Utf8JsonWriter WriterTo(Stream body) => body is IBufferWriter<byte> room ? new(room, Options) : new(body, Options);

    /// <summary>Writes the row at which the reader is.</summary>
    public void Write()
    {
        json.WriteStartObject();
        for (var i = 0; i < fields.Count; i++)
        {
            json.WritePropertyName(fields[i].JsonName);
            if (_row.IsDBNull(i))
                json.WriteNullValue();
            else
                WriteValue(fields[i].Kind.Storage, i);
        }

        json.WriteEndObject();
    }

    /// <summary>Gives back the memory that values were read into.</summary>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_sent);

    private void WriteValue(Storage storage, int column)
    {
        switch (storage)
        {
            case Storage.Integer:
                json.WriteNumberValue(_row.GetInt32(column));
                break;
            case Storage.Decimal:
                json.WriteNumberValue(_row.GetDecimal(column));
                break;
            case Storage.Date:
                Span<char> day = stackalloc char[10];
                _row.GetFieldValue<DateOnly>(column).TryFormat(day, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                json.WriteStringValue(day);
                break;
            case Storage.Texts:
                json.WriteStartArray();
                foreach (var text in PostgresWire.Texts(Read(column)))
                    json.WriteStringValue(text.Span);
                json.WriteEndArray();
                break;
            case Storage.Json:
                json.WriteRawValue(PostgresWire.Json(Read(column)).Span, skipInputValidation: true);
                break;
            default:
                json.WriteStringValue(Read(column).Span);
                break;
        }
    }

    /// <summary>A value as it was sent; it holds until the next is read.</summary>
    private ReadOnlyMemory<byte> Read(int column)
    {
        var length = PostgresWire.Length(_row, column);
        if (_sent.Length < length)
        {
            ArrayPool<byte>.Shared.Return(_sent);
            _sent = ArrayPool<byte>.Shared.Rent(length);
        }

        var value = new ArraySegment<byte>(_sent, 0, length);
        PostgresWire.CopyTo(_row, column, value);
        return value;
    }
}
