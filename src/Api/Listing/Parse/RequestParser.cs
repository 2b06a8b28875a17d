using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Api.Database;
using Api.Http;
using Api.Listing.Declare;
using Dataset;

namespace Api.Listing.Parse;

/// <summary>Parses a request, or refuses it with all its errors at once. It reads nothing from the database.</summary>
internal sealed partial class RequestParser
{
    /// <summary>Built once per kind of request: this costs more than the rest of the parsing.</summary>
    private static readonly ConcurrentDictionary<(View View, RequestKind Kind, string Format), HashSet<string>> Allowed = new();

    private static readonly ConcurrentDictionary<View, IReadOnlyList<SortKey>> DefaultSorts = new();

    /// <summary>Parsed requests without parameters, for as long as the ids that they were checked against are in memory.</summary>
    private static readonly ConditionalWeakTable<ReferenceIds, ConcurrentDictionary<(View View, RequestKind Kind, string Format), ListQuery>>
        WithoutParameters = new();

    private const int MostGroupedLists = 2;

    private readonly View _view;
    private readonly RequestKind _kind;
    private readonly string _format;
    private readonly ReferenceIds _ids;
    private readonly InstallationKey _key;
    private readonly ReferenceCheck _references;
    private readonly NearestNames _nearest = new();
    private readonly List<ParameterError> _errors = [];
    private SortedDictionary<string, string> _given = [];

    private RequestParser(View view, RequestKind kind, string format, ReferenceIds ids, InstallationKey key)
    {
        (_view, _kind, _format, _ids, _key) = (view, kind, format, ids, key);
        _references = new(ids, _nearest);
    }

    /// <exception cref="BadRequestException">A parameter is malformed, unknown or not allowed.</exception>
    public static ListQuery Parse(QueryString address, View view, RequestKind kind, string format, ReferenceIds ids, InstallationKey key)
    {
        if (address.HasValue)
            return new RequestParser(view, kind, format, ids, key).Parse(address);
        return WithoutParameters.GetOrCreateValue(ids).GetOrAdd(
            (view, kind, format), request => new RequestParser(request.View, request.Kind, request.Format, ids, key).Parse(default));
    }

    private ListQuery Parse(QueryString address)
    {
        var allowed = Allowed.GetOrAdd((_view, _kind, _format), request =>
            CommonParameter.NamesFor(request.View, request.Kind, request.Format).ToHashSet(StringComparer.Ordinal));
        _given = QueryStringReader.Read(address, allowed, ExplainUnknown, _errors, _nearest);
        var search = ParseSearch();
        var grouping = ParseGrouping();
        var columns = grouping?.Fields ?? _view.Fields;
        var query = new ListQuery(_view)
        {
            Conditions = _kind == RequestKind.Record ? [] : ParseConditions(),
            Window = ParseWindow(),
            Search = search,
            Grouping = grouping,
            Inputs = _view.Inputs.ToDictionary(input => input.Name, ParseInput),
            Sort = GetSort(search, columns, grouping),
            Fields = ParseFields("fields", columns) ?? columns,
            By = ParseFields("by", _view.Facets) ?? _view.Facets,
            Limit = _kind == RequestKind.Page ? ParseWholeNumber("limit", 1, CommonParameter.MostRecords) ?? CommonParameter.DefaultLimit : null,
            CursorKey = _key,
            Version = ParseVersion(),
            ByteOrderMark = ParseBoolean("bom") ?? false,
            Snippets = ParseBoolean("snippets") ?? false,
            Picture = ParsePicture(),
            Given = [.. _given],
        };
        if (_given.ContainsKey("cursor"))
            query = query with { After = ParseCursor(query) };
        if (_errors.Count == 0 && _view.Check?.Invoke(query.Inputs, query.Version ?? _ids.Version.Version) is { } error)
            _errors.Add(error);
        return _errors.Count == 0 ? query : throw new BadRequestException(_errors);
    }

    /// <summary>Says more than "unknown" of a parameter that exists elsewhere, or of a field with a wrong operator.</summary>
    private ParameterError? ExplainUnknown(string name)
    {
        if (CommonParameter.All.FirstOrDefault(parameter => parameter.Name == name && parameter.Fits(_view)) is { } common)
            return new(name, ErrorCode.NotApplicable, $"'{name}' does not apply to " + _kind switch
            {
                RequestKind.Facets => "facets.",
                RequestKind.Citation => "a citation.",
                RequestKind.Chart => "a chart.",
                _ when common.Format is { } only => $"{_format}, only to {only}.",
                RequestKind.Table => $"{_format}, which gives all records that match.",
                RequestKind.Page => "a page of records.",
                _ => "a single record.",
            });
        var separator = name.IndexOf("__", StringComparison.Ordinal);
        var operators = _view.Filters
            .Where(filter => separator > 0 && filter.Field.FilterNames.Contains(name[..separator]))
            .Select(filter => filter.Parameter).ToArray();
        return operators.Length > 0 && _kind != RequestKind.Record
            ? new(name, ErrorCode.UnknownOperator,
                $"'{name[separator..]}' is not an operator of {name[..separator]}.", operators, _nearest.Find(name, operators))
            : null;
    }

    private List<Condition> ParseConditions() => [.. _view.FiltersAmong(_given.Keys)
        .Select(filter => (filter, value: ParseValue(filter, _given[filter.Parameter])))
        .Where(pair => pair.value is not null)
        .Select(pair => new Condition(pair.filter, pair.value!))];

    private object? ParseValue(FieldFilter filter, string text)
    {
        var (name, field, op) = filter;
        return op.Binding switch
        {
            OperatorBinding.Flag => ParseBoolean(name),
            OperatorBinding.Pattern => $"%{Values.LikeLiteral(text)}%",
            OperatorBinding.One => ParseSingle(name, field, text),
            _ => ParseList(name, field, text),
        };
    }

    private object? ParseList(string name, Field field, string text)
    {
        var texts = Values.Split(text);
        if (texts.Any(value => value.Length == 0))
            return Fail(new(name, ErrorCode.InvalidValue,
                "The list has an empty value. Separate values by single commas, and write \\, for a comma within a value."));
        if (texts.Count > Values.MostListed)
            return Fail(new(name, ErrorCode.OutOfRange, $"The list has {texts.Count} values. At most {Values.MostListed} are allowed."));
        var values = texts.Select(value => ParseSingle(name, field, value)).OfType<object>().ToArray();
        return values.Length < texts.Count ? null : ToTypedArray(values);
    }

    private object? ParseSingle(string name, Field field, string text)
    {
        var value = Values.Read(name, field, text, _references, _nearest, out var error);
        return error is null ? value : Fail(error);
    }

    /// <summary>Npgsql needs an array of the values' own type.</summary>
    private static Array ToTypedArray(object[] values)
    {
        var array = Array.CreateInstance(values[0].GetType(), values.Length);
        values.CopyTo(array, 0);
        return array;
    }

    private Window? ParseWindow()
    {
        if (!_given.Keys.Any(name => name is "date_from" or "date_to" or "date_match" or "around" or "window"))
            return null;
        var from = ParseDay("date_from")?.Start;
        var to = ParseDay("date_to")?.End;
        if (ParseAround() is { } around)
        {
            if (from is not null || to is not null)
                _errors.Add(new("around", ErrorCode.NotApplicable, "'around' cannot be combined with date_from or date_to. Give one or the other."));
            (from, to) = around;
        }

        var match = _given.GetValueOrDefault("date_match");
        if (match is not (null or "possible" or "certain"))
            _errors.Add(ParameterError.NotAmong(
                "date_match", ErrorCode.InvalidValue, match, ["possible", "certain"], "a way to match dates", _nearest));
        if (from > to)
            _errors.Add(new("date_to", ErrorCode.OutOfRange, $"The window ends on {to:yyyy-MM-dd}, before it begins on {from:yyyy-MM-dd}."));
        if (match is not null && !_given.ContainsKey("date_from") && !_given.ContainsKey("date_to") && !_given.ContainsKey("around"))
            _errors.Add(new("date_match", ErrorCode.NotApplicable, "'date_match' needs date_from, date_to or around."));
        return new Window(from, to, match == "certain");
    }

    private (DateOnly From, DateOnly To)? ParseAround()
    {
        var span = DurationPattern().Match(_given.GetValueOrDefault("window", "P30D"));
        if (_given.ContainsKey("window") && !_given.ContainsKey("around"))
            _errors.Add(new("window", ErrorCode.NotApplicable, "'window' needs around."));
        if (!span.Success)
        {
            _errors.Add(new("window", ErrorCode.InvalidValue,
                $"'{_given["window"]}' is not a duration. Give at most 9999 days, weeks, months or years, such as P90D, P2W, P6M or P1Y."));
        }

        if (ParseDay("around") is not { Start: { } start, End: { } end } || !span.Success)
            return null;
        var length = int.Parse(span.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        try
        {
            return span.Groups[2].ValueSpan switch
            {
                "D" => (start.AddDays(-length), end.AddDays(length)),
                "W" => (start.AddDays(-7 * length), end.AddDays(7 * length)),
                "M" => (start.AddMonths(-length), end.AddMonths(length)),
                _ => (start.AddYears(-length), end.AddYears(length)),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            _errors.Add(new("window", ErrorCode.OutOfRange, "The window reaches beyond the years 0001 to 9999. Give a shorter one."));
            return null;
        }
    }

    private FuzzyDate? ParseDay(string name)
    {
        if (!_given.TryGetValue(name, out var text))
            return null;
        if (DayMonthOrYear().IsMatch(text) && FuzzyDate.TryParse(text, out var date, out _))
            return date;
        _errors.Add(new(name, ErrorCode.InvalidValue, $"'{text}' is not a day, month or year. Give one such as 2022-02-24, 2022-02 or 2022."));
        return null;
    }

    private string? ParseSearch()
    {
        if (!_given.TryGetValue("q", out var text))
        {
            if (_view.NeedsSearch)
                _errors.Add(new("q", ErrorCode.MissingParameter, "'q' is missing. Give the words to search for, such as: energy -gas."));
            return null;
        }

        if (text.Length > CommonParameter.LongestSearch)
            _errors.Add(new("q", ErrorCode.OutOfRange,
                $"The text has {text.Length} characters. At most {CommonParameter.LongestSearch} are allowed."));
        else if (SearchText.Alternatives(text) is > CommonParameter.MostAlternatives and var alternatives)
            _errors.Add(new("q", ErrorCode.OutOfRange,
                $"The search joins {alternatives} texts by \"or\". At most {CommonParameter.MostAlternatives} are allowed."));
        else if (!text.Any(char.IsLetterOrDigit))
            _errors.Add(new("q", ErrorCode.InvalidValue, $"'{text}' has no letter or digit to search for. Give at least one word."));
        return SearchText.Normalise(text);
    }

    /// <summary>Rows of a search are ordered best match first, other rows by the view's default, groups by their key.</summary>
    private IReadOnlyList<SortKey> GetSort(string? search, IReadOnlyList<Field> columns, Grouping? grouping) =>
        search is null && grouping is null && !_given.ContainsKey("sort")
            ? DefaultSorts.GetOrAdd(_view, view => ParseSort(null, view.Fields, null)) : ParseSort(search, columns, grouping);

    private List<SortKey> ParseSort(string? search, IReadOnlyList<Field> columns, Grouping? grouping)
    {
        var ranked = search is not null && grouping is null;
        var key = grouping?.By.Select(by => by.Field.Name).ToArray() ?? _view.Key;
        var sort = _given.GetValueOrDefault("sort")
            ?? (ranked ? $"-{SortKey.Rank}" : grouping is null ? _view.DefaultSort : key.FirstOrDefault("count")); // Without a valid group_by.
        var sortable = columns.Where(field => field.Uses.HasFlag(FieldUses.Sort)).Select(field => field.Name)
            .Concat(ranked ? [SortKey.Rank] : []).ToArray();
        Field? Find(string name) => columns.FirstOrDefault(field => field.Name == name);
        var keys = new List<SortKey>();
        foreach (var item in sort.Split(','))
        {
            var name = item.StartsWith('-') ? item[1..] : item;
            if (!sortable.Contains(name))
                _errors.Add(ParameterError.NotAmong("sort", ErrorCode.UnknownField, name, sortable, "a field to sort by here", _nearest));
            else if (keys.Any(other => other.Name == name))
                _errors.Add(new("sort", ErrorCode.InvalidValue, $"'{name}' is given more than once. Give each field once."));
            else
                keys.Add(new(name, name == SortKey.Rank ? null : Find(name), item.StartsWith('-')));
        }

        return [.. keys, .. key.Where(name => keys.All(other => other.Name != name)).Select(name => new SortKey(name, Find(name), false))];
    }

    private Grouping? ParseGrouping()
    {
        if (!_given.ContainsKey("group_by"))
            return null;
        var possible = Declare.Grouping.Possible(_view).ToArray();
        if (ParseFields("group_by", [.. possible.Select(column => column.Field)]) is not { } fields)
            return null;
        var by = fields.Select(field => possible.Single(column => column.Field == field)).ToArray();
        var lists = by.Where(column => column.Join is not null).Select(column => column.Field.Name).ToArray();
        if (lists.Length > MostGroupedLists)
        {
            _errors.Add(new("group_by", ErrorCode.OutOfRange,
                $"{lists.Length} of the fields are lists ({string.Join(", ", lists)}). At most {MostGroupedLists} are allowed, "
                + "because a record counts once for each combination of their items."));
        }

        return new(_view, by);
    }

    private object? ParseInput(Input input)
    {
        if (input.Kind == ValueKind.WholeNumber)
        {
            var version = ParseWholeNumber(input.Name, 0, int.MaxValue);
            if (_references.Version(input.Name, version) is { } error)
                _errors.Add(error);
            return version ?? input.Default;
        }

        if (!_given.TryGetValue(input.Name, out var text))
            return input.Default;
        if (!input.Allowed!.Contains(text))
            _errors.Add(ParameterError.NotAmong(input.Name, ErrorCode.UnknownCode, text, input.Allowed!, $"a value of '{input.Name}'", _nearest));
        return text;
    }

    private List<Field>? ParseFields(string parameter, IReadOnlyList<Field> among)
    {
        if (!_given.TryGetValue(parameter, out var text))
            return null;
        var allowed = among.Select(field => field.Name).ToArray();
        var names = text.Split(',');
        _errors.AddRange(names.Except(allowed).Select(name =>
            ParameterError.NotAmong(parameter, ErrorCode.UnknownField, name, allowed, $"a field for '{parameter}'", _nearest)));
        _errors.AddRange(names.GroupBy(name => name).Where(same => same.Count() > 1).Select(same =>
            new ParameterError(parameter, ErrorCode.InvalidValue, $"'{same.Key}' is given more than once. Give each field once.")));
        return [.. names.Select(name => among.FirstOrDefault(field => field.Name == name)).OfType<Field>()];
    }

    private int? ParseWholeNumber(string name, int least, int most)
    {
        if (!_given.TryGetValue(name, out var text))
            return null;
        if (!text.All(char.IsAsciiDigit))
            _errors.Add(new(name, ErrorCode.InvalidValue, $"'{text}' is not a whole number. Give digits only, such as {Math.Max(least, 1)}."));
        else if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
            _errors.Add(new(name, ErrorCode.OutOfRange, $"'{text}' is out of range. Give a number from {least} to {most}."));
        else
            return number;
        return null;
    }

    private int? ParseVersion()
    {
        var version = ParseWholeNumber("dataset_version", 1, int.MaxValue);
        if (_references.Version("dataset_version", version) is { } error)
            _errors.Add(error);
        return version;
    }

    private PictureSize ParsePicture()
    {
        var theme = _given.GetValueOrDefault("theme");
        if (theme is not (null or "light" or "dark"))
            _errors.Add(ParameterError.NotAmong("theme", ErrorCode.InvalidValue, theme, ["light", "dark"], "a theme", _nearest));
        return new(
            ParseWholeNumber("width", PictureSize.LeastWidth, PictureSize.MostWidth) ?? PictureSize.Default.Width,
            ParseWholeNumber("height", PictureSize.LeastHeight, PictureSize.MostHeight) ?? PictureSize.Default.Height,
            theme == "dark");
    }

    private bool? ParseBoolean(string name)
    {
        if (!_given.TryGetValue(name, out var text))
            return null;
        if (text is not ("true" or "false"))
            _errors.Add(ParameterError.NotAmong(name, ErrorCode.InvalidValue, text, ["true", "false"], "true or false", _nearest));
        return text == "true";
    }

    private Cursor? ParseCursor(ListQuery query)
    {
        var cursor = Cursor.Decode(_given["cursor"], query);
        if (cursor?.Keys.Count != query.Sort.Count)
        {
            _errors.Add(new("cursor", ErrorCode.InvalidCursor,
                "The cursor is damaged or belongs to another query. Follow page.next unchanged, or start again without a cursor."));
        }

        return cursor;
    }

    private object? Fail(ParameterError error)
    {
        _errors.Add(error);
        return null;
    }

    [GeneratedRegex(@"^P([0-9]{1,4})([DWMY])\z")]
    private static partial Regex DurationPattern();

    /// <summary>Excludes seasons and intervals, which EDTF also has.</summary>
    [GeneratedRegex(@"^[0-9]{4}(-[01][0-9](-[0-9]{2})?)?\z")]
    private static partial Regex DayMonthOrYear();
}
