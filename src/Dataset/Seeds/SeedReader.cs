using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dataset;

/// <summary>A record of a seed file. The value is null when it has errors or is unchanged; the id is known even then.</summary>
internal sealed record SeedRecord(object? Value, string? Id, int Line, IReadOnlyList<(string Name, int Line)> FieldLines, byte[] SeedHash)
{
    /// <summary>The unchanged record of the current version, whose seed was not parsed.</summary>
    public CurrentRecord? Current { get; init; }

    public int LineOf(string field)
    {
        foreach (var (name, line) in FieldLines)
        {
            if (name == field)
                return line;
        }

        return Line;
    }
}

/// <summary>Reads a seed file strictly, one record at a time. It continues after an error, so that all errors are reported at once.</summary>
internal sealed partial class SeedReader : IDisposable
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 16 };

    private readonly string _file;
    private readonly Type _type;
    private readonly SeedErrors _errors;
    private readonly SeedText? _text;
    private JsonReaderState _state = new(Strict);
    private (int Start, int End, JsonReaderState State) _ahead; // A value that is wholly in memory, and the state after it.
    private string? _id;

    public SeedReader(string path, Type type, SeedErrors errors, int chunk)
    {
        (_file, _type, _errors) = (Path.GetFileName(path), type, errors);
        if (File.Exists(path))
            _text = new SeedText(path, chunk);
        else
            Add(null, null, "the file is missing");
    }

    public long BytesRead => _text?.BytesRead ?? 0;

    public void Dispose() => _text?.Dispose();

    public IEnumerable<SeedRecord> ReadArray(IReadOnlyDictionary<UInt128, CurrentRecord>? current = null)
    {
        if (!BeginArray())
            yield break;
        while (Next(current) is { } record)
            yield return record;
    }

    public SeedRecord? ReadObject() => Next(current: null) is { } record && IsAtEnd() ? record : null;

    private bool BeginArray()
    {
        if (!IsAhead((ref Utf8JsonReader json) => json.Read()))
            return false;
        var json = Reader();
        try
        {
            json.Read();
            if (json.TokenType != JsonTokenType.StartArray)
            {
                Add(_text!.LineAt((int)json.TokenStartIndex), null, "must be an array of records");
                return false;
            }
        }
        catch (JsonException e)
        {
            return AddJsonError(e);
        }

        return Passed(ref json);
    }

    /// <summary>The next record; null after the last record, and after an error that ends the file.</summary>
    private SeedRecord? Next(IReadOnlyDictionary<UInt128, CurrentRecord>? current)
    {
        _ahead = default;
        if (!IsAhead(IsValueAhead))
            return null;
        var json = Reader();
        try
        {
            json.Read();
            if (json.TokenType != JsonTokenType.EndArray)
            {
                var hash = SHA256.HashData(_text!.Window[_ahead.Start.._ahead.End]); // Empty where the text is not JSON; the error follows below.
                if (current is not null && current.TryGetValue(CurrentRecords.KeyOf(hash), out var same) && FindId(json) is { } id)
                {
                    var known = new SeedRecord(null, id, LineAt(ref json), [], hash) { Current = same };
                    _state = _ahead.State;
                    _text.Pass(_ahead.End);
                    return known;
                }

                var record = Record(ref json, hash);
                Passed(ref json);
                return record;
            }
        }
        catch (JsonException e)
        {
            AddJsonError(e);
            return null;
        }

        Passed(ref json);
        IsAtEnd();
        return null;
    }

    private bool IsAtEnd()
    {
        if (_text is null)
            return false;
        try
        {
            for (; ; )
            {
                var json = Reader();
                json.Read(); // Throws unless only white space follows.
                if (_text.IsWhole)
                    return true;
                Passed(ref json);
                if (!Fill())
                    return false;
            }
        }
        catch (JsonException e)
        {
            return AddJsonError(e);
        }
    }

    private bool IsValueAhead(ref Utf8JsonReader json)
    {
        if (!json.Read())
            return false;
        var start = (int)json.TokenStartIndex;
        if (!json.TrySkip())
            return false;
        _ahead = (start, (int)json.BytesConsumed, json.CurrentState);
        return true;
    }

    private delegate bool Look(ref Utf8JsonReader json);

    private bool IsAhead(Look look)
    {
        if (_text is null)
            return false;
        for (; ; )
        {
            var json = Reader();
            try
            {
                if (look(ref json))
                    return true;
            }
            catch (JsonException)
            {
                return true; // The error is reported where the value is read.
            }

            if (_text.IsWhole)
                return true;
            if (!Fill())
                return false;
        }
    }

    private Utf8JsonReader Reader() => new(_text!.Window, _text.IsWhole, _state);

    private bool Fill() => _text!.Fill() is not { } problem || Add(_text.Line, null, problem);

    private bool Passed(ref Utf8JsonReader json)
    {
        _state = json.CurrentState;
        _text!.Pass((int)json.BytesConsumed);
        return true;
    }

    private bool AddJsonError(JsonException e) => Add((int)(e.LineNumber ?? 0) + 1, null, $"is not valid JSON: {WherePart().Replace(e.Message, "")}");

    private SeedRecord Record(ref Utf8JsonReader json, byte[] seedHash)
    {
        _id = FindId(json);
        var line = LineAt(ref json);
        var lines = new List<(string, int)>();
        var value = ReadObject(ref json, _type, "", lines);
        var record = new SeedRecord(value, _id, line, lines, seedHash);
        _id = null;
        return record;
    }

    // Looks ahead for the id, in a copy of the reader, so that errors before it can name it.
    private static string? FindId(Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            return null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isId = Text(ref json) == "id"; // Comparing in place would throw for half a surrogate pair.
            json.Read();
            if (isId)
                return json.TokenType == JsonTokenType.String ? Text(ref json) : null;
            json.TrySkip();
        }

        return null;
    }

    private object? ReadObject(ref Utf8JsonReader json, Type type, string path, List<(string, int)>? lines = null)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            return Fail(ref json, path, "must be an object");
        var shape = SeedShape.Of(type);
        var value = Activator.CreateInstance(type)!;
        var seen = new HashSet<string>();
        var errorsBefore = _errors.Count;
        var line = LineAt(ref json);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref json) ?? "";
            var memberPath = path.Length == 0 ? name : $"{path}.{name}";
            var memberLine = LineAt(ref json);
            lines?.Add((name, memberLine));
            json.Read();
            if (!seen.Add(name))
                Fail(ref json, memberPath, "is given twice");
            else if (shape.Members.GetValueOrDefault(name) is not { } member)
                Fail(ref json, memberPath, shape.WhyNot(name));
            else if (ReadValue(ref json, member.Type, member.Nullable, memberPath) is { } read)
                member.Property.SetValue(value, read);
        }

        foreach (var missing in shape.Members.Keys.Where(name => !seen.Contains(name)))
            Add(line, path.Length == 0 ? missing : $"{path}.{missing}", "is missing; write null or [] when it is unknown");
        return _errors.Count == errorsBefore ? value : null;
    }

    private object? ReadValue(ref Utf8JsonReader json, Type type, bool nullable, string path)
    {
        if (json.TokenType == JsonTokenType.Null)
            return nullable ? null : Fail(ref json, path, "must not be null");
        if (SeedShape.ItemOf(type) is { } item)
            return ReadList(ref json, item, path);
        if (type == typeof(string))
            return ReadText(ref json, path);
        if (type == typeof(int))
        {
            return json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var number) ? number
                : Fail(ref json, path, "must be a whole number, such as 3");
        }

        if (type == typeof(bool))
        {
            return json.TokenType is JsonTokenType.True or JsonTokenType.False ? json.GetBoolean()
                : Fail(ref json, path, "must be true or false");
        }

        if (type == typeof(decimal))
            return ReadDecimal(ref json, path);
        if (type == typeof(FuzzyDate))
            return ReadText(ref json, path) is not { } text ? null
                : FuzzyDate.TryParse(text, out var date, out var why) ? date : Fail(ref json, path, why);
        return type.IsEnum ? ReadCode(ref json, CodeLists.Of(type), path) : ReadObject(ref json, type, path);
    }

    private object? ReadCode(ref Utf8JsonReader json, CodeList codes, string path) =>
        ReadText(ref json, path) is not { } code ? null
        : codes.Find(code)?.Value
            ?? Fail(ref json, path, $"'{code}' is not in the code list {codes.Name}: {string.Join(", ", codes.Codes.Select(c => c.Name))}");

    private object? ReadList(ref Utf8JsonReader json, Type item, string path)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            return Fail(ref json, path, "must be a list");
        var items = new List<object>();
        var errorsBefore = _errors.Count;
        for (var i = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; i++)
            if (ReadValue(ref json, item, false, $"{path}[{i}]") is { } value)
                items.Add(value);
        if (_errors.Count > errorsBefore)
            return null;
        var list = Array.CreateInstance(item, items.Count);
        for (var i = 0; i < items.Count; i++)
            list.SetValue(items[i], i);
        return list;
    }

    private string? ReadText(ref Utf8JsonReader json, string path)
    {
        if (json.TokenType != JsonTokenType.String)
            return (string?)Fail(ref json, path, "must be a text");
        return Text(ref json) is { } text && !text.Contains('\0') ? text
            : (string?)Fail(ref json, path, "contains a NUL character or half a surrogate pair");
    }

    private object? ReadDecimal(ref Utf8JsonReader json, string path)
    {
        if (json.TokenType != JsonTokenType.Number)
            return Fail(ref json, path, "must be a number");
        var digits = Encoding.UTF8.GetString(json.ValueSpan);
        if (!PlainNumber().IsMatch(digits) || digits.Count(char.IsAsciiDigit) > 28)
            return Fail(ref json, path, $"{digits} must be written in full, without exponent, in at most 28 digits");
        var value = WithoutZeros(json.GetDecimal());
        return value.Scale <= Figure.MostDecimals ? value
            : Fail(ref json, path, $"{digits} must have at most {Figure.MostDecimals} digits after the point, which is what Parquet can hold");
    }

    /// <summary>The same number without zeros at the end of its decimals and without the sign of a zero: 2.50 and 2.5 are the same content.</summary>
    private static decimal WithoutZeros(decimal value) => value == 0 ? 0 : value / 1.0000000000000000000000000000m;

    private object? Fail(ref Utf8JsonReader json, string? path, string message)
    {
        Add(LineAt(ref json), string.IsNullOrEmpty(path) ? null : path, message);
        json.TrySkip(); // The whole value is in memory.
        return null;
    }

    private static string? Text(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // The escape is half a surrogate pair.
        }
    }

    private int LineAt(ref Utf8JsonReader json) => _text!.LineAt((int)json.TokenStartIndex);

    private bool Add(int? line, string? field, string message)
    {
        _errors.Add(new(_file, line, _id, field, message));
        return false;
    }

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?\z")]
    private static partial Regex PlainNumber();

    [GeneratedRegex(@" (Path|LineNumber): .*$")]
    private static partial Regex WherePart();
}
