using System.Text.Json;
using Npgsql;

namespace Reference;

/// <summary>The JSON names of columns, encoded once.</summary>
internal static class Members
{
    public static JsonEncodedText[] Of(string columns) =>
        [.. columns.Split(',', StringSplitOptions.TrimEntries).Select(name => JsonEncodedText.Encode(name))];

    public static void Text(this Utf8JsonWriter json, JsonEncodedText name, NpgsqlDataReader row, int column)
    {
        if (row.IsDBNull(column))
            json.WriteNull(name);
        else
            json.WriteString(name, row.GetString(column));
    }

    public static void Day(this Utf8JsonWriter json, JsonEncodedText name, NpgsqlDataReader row, int column)
    {
        if (row.IsDBNull(column))
        {
            json.WriteNull(name);
            return;
        }

        Span<char> day = stackalloc char[10];
        row.GetFieldValue<DateOnly>(column).TryFormat(day, out _, "yyyy-MM-dd");
        json.WriteString(name, day);
    }

    public static void List(this Utf8JsonWriter json, JsonEncodedText name, NpgsqlDataReader row, int column)
    {
        json.WriteStartArray(name);
        foreach (var item in row.GetFieldValue<string[]>(column))
            json.WriteStringValue(item);
        json.WriteEndArray();
    }

    public static void Objects(this Utf8JsonWriter json, JsonEncodedText name, NpgsqlDataReader row, int column)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(row.GetFieldValue<byte[]>(column), skipInputValidation: true);
    }

    /// <summary>Writes the members from id to topics, with which every relation record begins.</summary>
    public static void Head(this Utf8JsonWriter json, JsonEncodedText[] names, NpgsqlDataReader row)
    {
        for (var column = 0; column < 3; column++)
            json.Text(names[column], row, column);
        json.Day(names[3], row, 3);
        json.Day(names[4], row, 4);
        json.Text(names[5], row, 5);
        json.Text(names[6], row, 6);
        for (var column = 7; column < 11; column++)
            json.List(names[column], row, column);
    }

    /// <summary>Writes the members from evidence to note, with which every relation record ends.</summary>
    public static void Tail(this Utf8JsonWriter json, JsonEncodedText[] names, NpgsqlDataReader row, int first)
    {
        json.Objects(names[first], row, first);
        json.List(names[first + 1], row, first + 1);
        json.WriteNumber(names[first + 2], row.GetInt32(first + 2));
        json.List(names[first + 3], row, first + 3);
        json.Text(names[first + 4], row, first + 4);
    }
}

/// <summary>A trade figure.</summary>
internal static class TradeFigureRow
{
    public const string Columns = """
        id, title, date, date_start, date_end, date_basis, date_note, countries, dyads, people, topics,
        indicator, flow, reporter, partner, commodity, value, unit, qualifier, status, attributed_to,
        evidence, source_ids, source_count, contradicts, note
        """;

    public const int Width = 26;
    private const int Value = 16;
    private static readonly JsonEncodedText[] Names = Members.Of(Columns);

    public static void Write(Utf8JsonWriter json, NpgsqlDataReader row)
    {
        json.WriteStartObject();
        json.Head(Names, row);
        for (var column = 11; column < Value; column++)
            json.Text(Names[column], row, column);
        json.WriteNumber(Names[Value], row.GetDecimal(Value));
        for (var column = Value + 1; column < Width - 5; column++)
            json.Text(Names[column], row, column);
        json.Tail(Names, row, Width - 5);
        json.WriteEndObject();
    }
}

/// <summary>A statement.</summary>
internal static class StatementRow
{
    public const string Columns = """
        id, title, date, date_start, date_end, date_basis, date_note, countries, dyads, people, topics,
        kind, quote, speaker, speaker_kind, speaker_role, speaker_country, addressed_to, venue, reported_by, language,
        evidence, source_ids, source_count, contradicts, note
        """;

    public const int Width = 26;
    private static readonly JsonEncodedText[] Names = Members.Of(Columns);

    public static void Write(Utf8JsonWriter json, NpgsqlDataReader row)
    {
        json.WriteStartObject();
        json.Head(Names, row);
        for (var column = 11; column < Width - 5; column++)
            json.Text(Names[column], row, column);
        json.Tail(Names, row, Width - 5);
        json.WriteEndObject();
    }
}
