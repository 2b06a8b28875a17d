using System.Data.Common;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Api.Listing;

namespace Api.Formats;

/// <summary>Writes rows of the database as JSON objects, value by value, without objects in between.</summary>
internal static class JsonRows
{
    /// <summary>
    /// Letters and quotation marks of any language stay readable; the media type keeps a browser from taking them for HTML. That the writer
    /// is asked for values in their order is shown by the tests, and need not be looked at for each value.
    /// </summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write(Utf8JsonWriter json, IReadOnlyList<Field> fields, DbDataReader row)
    {
        json.WriteStartObject();
        for (var i = 0; i < fields.Count; i++)
        {
            json.WritePropertyName(fields[i].JsonName);
            if (row.IsDBNull(i))
                json.WriteNullValue();
            else
                WriteValue(json, fields[i].Kind, row, i);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, FieldKind kind, DbDataReader row, int column)
    {
        switch (kind)
        {
            case FieldKind.WholeNumber:
                json.WriteNumberValue(row.GetInt32(column));
                break;
            case FieldKind.ExactNumber:
                json.WriteNumberValue(row.GetDecimal(column));
                break;
            case FieldKind.Date:
                Span<char> day = stackalloc char[10];
                row.GetFieldValue<DateOnly>(column).TryFormat(day, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                json.WriteStringValue(day);
                break;
            case FieldKind.List:
                json.WriteStartArray();
                foreach (var item in row.GetFieldValue<string[]>(column))
                    json.WriteStringValue(item);
                json.WriteEndArray();
                break;
            case FieldKind.Objects:
                json.WriteRawValue(row.GetFieldValue<byte[]>(column), skipInputValidation: true);
                break;
            default:
                json.WriteStringValue(row.GetString(column));
                break;
        }
    }
}
