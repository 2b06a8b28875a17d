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

    public static void Number(this Utf8JsonWriter json, JsonEncodedText name, NpgsqlDataReader row, int column)
    {
        if (row.IsDBNull(column))
            json.WriteNull(name);
        else
            json.WriteNumber(name, row.GetDecimal(column));
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
        json.List(names[7], row, 7);
        json.List(names[8], row, 8);
        json.WriteBoolean(names[9], row.GetBoolean(9));
        for (var column = 10; column < HeadWidth; column++)
            json.List(names[column], row, column);
    }

    public const int HeadWidth = 16;

    /// <summary>Writes the members from evidence to note, with which every relation record ends.</summary>
    public static void Tail(this Utf8JsonWriter json, JsonEncodedText[] names, NpgsqlDataReader row, int first)
    {
        json.Objects(names[first], row, first);
        json.List(names[first + 1], row, first + 1);
        json.WriteNumber(names[first + 2], row.GetInt32(first + 2));
        json.Objects(names[first + 3], row, first + 3);
        json.List(names[first + 4], row, first + 4);
        json.Text(names[first + 5], row, first + 5);
    }
}

/// <summary>A trade figure.</summary>
internal static class TradeFigureRow
{
    public const string Columns = """
        id, title, date, date_start, date_end, date_basis, date_note,
        actors, targets, mutual, mentions, countries, dyads, directed_dyads, people, topics,
        indicator, flow, reporter, partner, commodity, period_type, base_period, date_mid,
        value, value_min, value_max, unit, qualifier, status, attributed_to, currency, valuation,
        evidence, source_ids, source_count, related, contradicts, note
        """;

    public const int Width = 39;
    private static readonly JsonEncodedText[] Names = Members.Of(Columns);

    public static void Write(Utf8JsonWriter json, NpgsqlDataReader row)
    {
        json.WriteStartObject();
        json.Head(Names, row);
        for (var column = Members.HeadWidth; column < 23; column++)
            json.Text(Names[column], row, column);
        json.Day(Names[23], row, 23);
        for (var column = 24; column < 27; column++)
            json.Number(Names[column], row, column);
        for (var column = 27; column < 30; column++)
            json.Text(Names[column], row, column);
        json.List(Names[30], row, 30);
        json.Text(Names[31], row, 31);
        json.Text(Names[32], row, 32);
        json.Tail(Names, row, 33);
        json.WriteEndObject();
    }
}

/// <summary>A statement.</summary>
internal static class StatementRow
{
    public const string Columns = """
        id, title, date, date_start, date_end, date_basis, date_note,
        actors, targets, mutual, mentions, countries, dyads, directed_dyads, people, topics,
        kind, quote, quote_parts, speakers, speaker_kind, speaker_role, speaker_country, addressed_to, venue, reported_by, language,
        evidence, source_ids, source_count, related, contradicts, note
        """;

    public const int Width = 33;
    private static readonly JsonEncodedText[] Names = Members.Of(Columns);

    public static void Write(Utf8JsonWriter json, NpgsqlDataReader row)
    {
        json.WriteStartObject();
        json.Head(Names, row);
        json.Text(Names[16], row, 16);
        json.Text(Names[17], row, 17);
        json.List(Names[18], row, 18);
        json.List(Names[19], row, 19);
        for (var column = 20; column < 27; column++)
            json.Text(Names[column], row, column);
        json.Tail(Names, row, 27);
        json.WriteEndObject();
    }
}
