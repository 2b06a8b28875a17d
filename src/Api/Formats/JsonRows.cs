using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Api.Listing.Declare;

namespace Api.Formats;

/// <summary>Writes rows of the database as JSON objects.</summary>
internal sealed class JsonRows(Utf8JsonWriter json, IReadOnlyList<Field> fields, DbDataReader rows) : IDisposable
{
    /// <summary>Letters stay readable; the media type keeps browsers from parsing HTML. The tests validate the JSON instead of the writer.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private const int UsualValue = 1024;
    private readonly DbDataReader _row = rows.Unwrapped();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(UsualValue);

    /// <summary>A writer to a stream, directly into its buffer where it has one.</summary>
    public static Utf8JsonWriter WriterTo(Stream body) => body is IBufferWriter<byte> buffer ? new(buffer, Options) : new(body, Options);

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

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

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
            case Storage.Boolean:
                json.WriteBooleanValue(_row.GetBoolean(column));
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

    /// <summary>The bytes of a value, valid until the next one is read.</summary>
    private ReadOnlyMemory<byte> Read(int column)
    {
        var length = PostgresWire.Length(_row, column);
        if (_buffer.Length < length)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(length);
        }

        var value = new ArraySegment<byte>(_buffer, 0, length);
        PostgresWire.CopyTo(_row, column, value);
        return value;
    }
}
