using System.Text;
using Api.Http;
using Api.Listing.Declare;

namespace Api.Listing.Parse;

/// <summary>Parses the values of parameters strictly.</summary>
internal static class Values
{
    public const int MostListed = 100;

    /// <summary>Splits at commas. A backslash escapes a comma or backslash within a value.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var values = new List<string>();
        var value = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is ',' or '\\')
                value.Append(text[++i]);
            else if (text[i] == ',')
                Next();
            else
                value.Append(text[i]);
        }

        Next();
        return values;

        void Next()
        {
            values.Add(value.ToString());
            value.Clear();
        }
    }

    public static object? Read(string parameter, Field field, string text, ReferenceCheck references, NearestNames nearest, out ParameterError? error)
    {
        error = null;
        var kind = field.Kind;
        var value = kind.Parse(text);
        if (value is null)
            error = new ParameterError(
                parameter,
                ErrorCode.InvalidValue,
                $"'{text}' is {(kind.IsOutOfRange(text) ? "out of range" : $"not {kind.Noun}")}. Give {kind.Form}, such as {kind.Example}.");
        else if (field.Codes is { } codes && codes.Find(text) is null)
            error = ParameterError.NotAmong(
                parameter, ErrorCode.UnknownCode, text, codes.Codes.Select(code => code.Name), $"in the code list {codes.Name}", nearest);
        else if (field.Refers != Reference.None)
            error = references.Id(parameter, field.Refers, text);
        return error is null ? value : null;
    }

    /// <summary>A pattern for LIKE in which the text's own wildcards are literal.</summary>
    public static string LikeLiteral(string text) => text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_");
}
