using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dataset;

/// <summary>A record as it was read.</summary>
/// <param name="Value">The record, or null when it has errors.</param>
/// <param name="Id">Its id, known even when it has errors elsewhere.</param>
/// <param name="Line">Line on which it begins.</param>
/// <param name="FieldLines">The name and line of each of its members.</param>
/// <param name="SeedHash">SHA-256 of its bytes.</param>
internal sealed record SeedRecord(object? Value, string? Id, int Line, IReadOnlyList<(string Name, int Line)> FieldLines, byte[] SeedHash)
{
    /// <summary>What stands of it: then it was not read further, and there is no value.</summary>
    public CurrentRecord? Current { get; init; }

    /// <summary>The line of a member, or the record's own when it is not there.</summary>
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

/// <summary>
/// Reads one seed file strictly: every member is present, none is unknown or repeated, every value has its member's type.
/// It goes on after an error, so that all of them are reported at once. It holds one record at a time, whatever the file's size.
/// </summary>
internal sealed partial class SeedReader : IDisposable
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 16 };

    private readonly string _file;
    private readonly Type _type;
    private readonly SeedErrors _errors;
    private readonly SeedText? _text;
    private JsonReaderState _state = new(Strict);
    private (int Start, int End, JsonReaderState State) _ahead; // The value that is known to be in memory as a whole, and the state after it.
    private string? _id;

    /// <summary>Opens a file that holds records of a type.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">The records' type.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <param name="chunk">How many bytes are read at once; what is read does not depend on it.</param>
    public SeedReader(string path, Type type, SeedErrors errors, int chunk)
    {
        (_file, _type, _errors) = (Path.GetFileName(path), type, errors);
        if (File.Exists(path))
            _text = new SeedText(path, chunk);
        else
            Add(null, null, "the file is missing");
    }

    /// <summary>How much of the file has been read, in bytes.</summary>
    public long BytesRead => _text?.BytesRead ?? 0;

    public void Dispose() => _text?.Dispose();

    /// <summary>Reads a file that holds an array of records, one record after another.</summary>
    /// <param name="current">Records that need not be read further, by the beginnings of their bytes' hashes.</param>
    public IEnumerable<SeedRecord> ReadArray(IReadOnlyDictionary<UInt128, CurrentRecord>? current = null)
    {
        if (!BeginArray())
            yield break;
        while (Next(current) is { } record)
            yield return record;
    }

    /// <summary>Reads a file that holds one record.</summary>
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
            return IsNoJson(e);
        }

        return Passed(ref json);
    }

    /// <summary>The next record; null after the last one, and where the file cannot be read on.</summary>
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
                var hash = SHA256.HashData(_text!.Window[_ahead.Start.._ahead.End]); // Of nothing where it is no JSON, which is met next.
                if (current is not null && current.TryGetValue(CurrentRecords.Beginning(hash), out var same) && FindId(json) is { } id)
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
            IsNoJson(e);
            return null;
        }

        Passed(ref json);
        IsAtEnd();
        return null;
    }

    /// <summary>Whether nothing follows; what does is an error.</summary>
    private bool IsAtEnd()
    {
        if (_text is null)
            return false;
        try
        {
            for (; ; )
            {
                var json = Reader();
                json.Read(); // Refuses what is not white space.
                if (_text.IsWhole)
                    return true;
                Passed(ref json);
                if (!Fill())
                    return false;
            }
        }
        catch (JsonException e)
        {
            return IsNoJson(e);
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

    /// <summary>Reads on until what is looked for is in memory as a whole, or is known to be no JSON.</summary>
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
                return true; // It is met again, and told, where it is read.
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

    private bool IsNoJson(JsonException e) => Add((int)(e.LineNumber ?? 0) + 1, null, $"is no valid JSON: {WherePart().Replace(e.Message, "")}");

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

    /// <summary>Looks ahead for the id (the reader is a copy), so that errors before it can name it too.</summary>
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
            return json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var number) ? number : Fail(ref json, path, "must be a whole number");
        if (type == typeof(decimal))
            return ReadDecimal(ref json, path);
        if (type == typeof(FuzzyDate))
            return ReadText(ref json, path) is not { } text ? null
                : FuzzyDate.TryParse(text, out var date, out var why) ? date : Fail(ref json, path, why);
        if (type.IsEnum)
            return ReadText(ref json, path) is not { } code ? null
                : CodeLists.Of(type).Find(code)?.Value ?? Fail(ref json, path, $"'{code}' is not in the code list {CodeLists.Of(type).Name}: {string.Join(", ", CodeLists.Of(type).Codes.Select(c => c.Name))}");
        return ReadObject(ref json, type, path);
    }

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
            : (string?)Fail(ref json, path, "holds a NUL character or half a surrogate pair");
    }

    /// <summary>Exactly what is written: no exponent, and no more digits than a decimal holds.</summary>
    private object? ReadDecimal(ref Utf8JsonReader json, string path)
    {
        if (json.TokenType != JsonTokenType.Number)
            return Fail(ref json, path, "must be a number");
        var digits = Encoding.UTF8.GetString(json.ValueSpan);
        return PlainNumber().IsMatch(digits) && digits.Count(char.IsAsciiDigit) <= 28 ? json.GetDecimal()
            : Fail(ref json, path, $"{digits} must be written in full, without exponent, in at most 28 digits");
    }

    /// <summary>Notes the error, passes over the value and gives null.</summary>
    private object? Fail(ref Utf8JsonReader json, string? path, string message)
    {
        Add(LineAt(ref json), string.IsNullOrEmpty(path) ? null : path, message);
        json.TrySkip(); // All of it is in memory.
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
            return null; // An escape that is half a surrogate pair.
        }
    }

    private int LineAt(ref Utf8JsonReader json) => _text!.LineAt((int)json.TokenStartIndex);

    /// <summary>Notes an error and gives false.</summary>
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
