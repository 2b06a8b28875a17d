using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Dataset;

/// <summary>A record as it was read.</summary>
/// <param name="Value">The record, or null when it has errors.</param>
/// <param name="Id">Its id, known even when it has errors elsewhere.</param>
/// <param name="Line">Line on which it begins.</param>
/// <param name="FieldLines">Line of each seed member, by name.</param>
internal sealed record SeedRecord(object? Value, string? Id, int Line, IReadOnlyDictionary<string, int> FieldLines);

/// <summary>
/// Reads one seed file strictly: every member is present, none is unknown or repeated, every value has its member's type.
/// It goes on after an error, so that all of them are reported at once.
/// </summary>
internal sealed partial class SeedReader
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 16 };

    private readonly string _file;
    private readonly byte[] _json;
    private readonly List<SeedError> _errors;
    private string? _id;
    private int _line = 1;
    private int _counted;

    private SeedReader(string file, byte[] json, List<SeedError> errors) => (_file, _json, _errors) = (file, json, errors);

    /// <summary>Reads a file that holds an array of records.</summary>
    public static IReadOnlyList<SeedRecord> ReadArray(string path, Type type, List<SeedError> errors) =>
        Read(path, errors, (SeedReader seeds, ref Utf8JsonReader json) => seeds.Records(ref json, type)) ?? [];

    /// <summary>Reads a file that holds one object.</summary>
    public static SeedRecord? ReadObject(string path, Type type, List<SeedError> errors) =>
        Read(path, errors, (SeedReader seeds, ref Utf8JsonReader json) => seeds.Record(ref json, type));

    private delegate T? Root<T>(SeedReader seeds, ref Utf8JsonReader json);

    private static T? Read<T>(string path, List<SeedError> errors, Root<T> root) where T : class
    {
        var file = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            errors.Add(new(file, null, null, null, "the file is missing"));
            return null;
        }

        var seeds = new SeedReader(file, File.ReadAllBytes(path), errors);
        if (!seeds.IsText())
            return null;
        var json = new Utf8JsonReader(seeds._json, Strict);
        try
        {
            json.Read();
            var value = root(seeds, ref json);
            json.Read();
            return value;
        }
        catch (JsonException e)
        {
            errors.Add(new(file, (int)(e.LineNumber ?? 0) + 1, seeds._id, null, $"is no valid JSON: {WherePart().Replace(e.Message, "")}"));
            return null;
        }
    }

    private bool IsText()
    {
        if (_json.AsSpan().StartsWith(Encoding.UTF8.Preamble))
        {
            _errors.Add(new(_file, 1, null, null, "begins with a byte-order mark; save it as UTF-8 without one"));
            return false;
        }

        if (!Utf8.IsValid(_json))
        {
            Utf8.ToUtf16(_json, new char[_json.Length], out var validBytes, out _, replaceInvalidSequences: false);
            _errors.Add(new(_file, LineAt(validBytes), null, null, "is no valid UTF-8"));
            return false;
        }

        return true;
    }

    private List<SeedRecord> Records(ref Utf8JsonReader json, Type type)
    {
        var records = new List<SeedRecord>();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            Fail(ref json, null, "must be an array of records");
            return records;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            records.Add(Record(ref json, type));
        return records;
    }

    private SeedRecord Record(ref Utf8JsonReader json, Type type)
    {
        _id = FindId(json);
        var line = LineAt(json.TokenStartIndex);
        var lines = new Dictionary<string, int>();
        var value = ReadObject(ref json, type, "", lines);
        var record = new SeedRecord(value, _id, line, lines);
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
            var isId = Text(ref json) == "id";
            json.Read();
            if (isId)
                return json.TokenType == JsonTokenType.String ? Text(ref json) : null;
            json.Skip();
        }

        return null;
    }

    private object? ReadObject(ref Utf8JsonReader json, Type type, string path, Dictionary<string, int>? lines = null)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            return Fail(ref json, path, "must be an object");
        var shape = SeedShape.Of(type);
        var value = Activator.CreateInstance(type)!;
        var seen = new HashSet<string>();
        var errorsBefore = _errors.Count;
        var line = LineAt(json.TokenStartIndex);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref json) ?? "";
            var memberPath = path.Length == 0 ? name : $"{path}.{name}";
            var memberLine = LineAt(json.TokenStartIndex);
            lines?.TryAdd(name, memberLine);
            json.Read();
            if (!seen.Add(name))
                Fail(ref json, memberPath, "is given twice");
            else if (shape.Members.GetValueOrDefault(name) is not { } member)
                Fail(ref json, memberPath, shape.WhyNot(name));
            else if (ReadValue(ref json, member.Type, member.Nullable, memberPath) is { } read)
                member.Property.SetValue(value, read);
        }

        foreach (var missing in shape.Members.Keys.Where(name => !seen.Contains(name)))
            _errors.Add(new(_file, line, _id, path.Length == 0 ? missing : $"{path}.{missing}", "is missing; write null or [] when it is unknown"));
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
        _errors.Add(new(_file, LineAt(json.TokenStartIndex), _id, string.IsNullOrEmpty(path) ? null : path, message));
        json.Skip();
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

    /// <summary>The line of an offset. Offsets only grow, so that each byte is looked at once.</summary>
    private int LineAt(long offset)
    {
        _line += _json.AsSpan(_counted..(int)offset).Count((byte)'\n');
        _counted = (int)offset;
        return _line;
    }

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?\z")]
    private static partial Regex PlainNumber();

    [GeneratedRegex(@" (Path|LineNumber): .*$")]
    private static partial Regex WherePart();
}
