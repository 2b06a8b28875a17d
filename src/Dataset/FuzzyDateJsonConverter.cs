using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataset;

/// <summary>Reads and writes a <see cref="FuzzyDate"/> as a JSON string of EDTF, such as <c>"2022-09"</c>.</summary>
/// <remarks>JSON null never gets here: it is a null reference, and so an unknown date.</remarks>
public sealed class FuzzyDateJsonConverter : JsonConverter<FuzzyDate>
{
    /// <summary>Reads a date.</summary>
    /// <param name="reader">The reader, at the value.</param>
    /// <param name="typeToConvert">Always <see cref="FuzzyDate"/>.</param>
    /// <param name="options">Not used.</param>
    /// <returns>The date.</returns>
    /// <exception cref="JsonException">The value is no string, or no EDTF date; the message says why.</exception>
    public override FuzzyDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException($"A date is a JSON string of EDTF, such as \"2022-09\", not {reader.TokenType}.");
        }

        return FuzzyDate.TryParse(reader.GetString(), out var date, out var error)
            ? date
            : throw new JsonException(error);
    }

    /// <summary>Writes a date as the text it was parsed from.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">The date.</param>
    /// <param name="options">Not used.</param>
    public override void Write(Utf8JsonWriter writer, FuzzyDate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
