using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Api.Database;
using Api.Http;
using Api.Listing.Declare;
using Dataset;

namespace Api.Listing.Parse;

/// <summary>Understands a request, or refuses it with every error at once. It looks nothing up.</summary>
internal sealed partial class RequestParser
{
    /// <summary>What is the same for every request of a kind, made once: making it would cost more than the rest.</summary>
    private static readonly ConcurrentDictionary<(View View, RequestKind Kind, string Format), HashSet<string>> Allowed = new();

    private static readonly ConcurrentDictionary<View, IReadOnlyList<SortKey>> DefaultSorts = new();

    /// <summary>What is asked without parameters, for as long as what it was held against is known.</summary>
    private static readonly ConditionalWeakTable<ReferenceIds, ConcurrentDictionary<(View View, RequestKind Kind, string Format), ListQuery>> Plain = new();

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

    /// <summary>Parses the address of a request.</summary>
    /// <exception cref="BadRequestException">Something in it is malformed, unknown or not allowed.</exception>
    public static ListQuery Parse(QueryString address, View view, RequestKind kind, string format, ReferenceIds ids, InstallationKey key)
    {
        if (address.HasValue)
            return new RequestParser(view, kind, format, ids, key).Parse(address);
        return Plain.GetOrCreateValue(ids).GetOrAdd((view, kind, format), plain => new RequestParser(plain.View, plain.Kind, plain.Format, ids, key).Parse(default));
    }

    private ListQuery Parse(QueryString address)
    {
        var allowed = Allowed.GetOrAdd((_view, _kind, _format), key => CommonParameter.NamesFor(key.View, key.Kind, key.Format).ToHashSet(StringComparer.Ordinal));
        _given = QueryStringReader.Read(address, allowed, RefuseKnownElsewhere, _errors, _nearest);
        var search = Search();
        var grouping = Grouping();
        var columns = grouping?.Fields ?? _view.Fields;
        var query = new ListQuery(_view)
        {
            Conditions = _kind == RequestKind.Record ? [] : Conditions(),
            Window = Window(),
            Search = search,
            Grouping = grouping,
            Inputs = _view.Inputs.ToDictionary(input => input.Name, Input),
            Sort = Sort(search, columns, grouping),
            Fields = Fields("fields", columns) ?? columns,
            By = Fields("by", _view.Facets) ?? _view.Facets,
            Limit = _kind == RequestKind.Page ? Whole("limit", 1, CommonParameter.MostRecords) ?? CommonParameter.DefaultLimit : null,
            CursorKey = _key,
            Version = Version(),
            ByteOrderMark = Boolean("bom") ?? false,
            Snippets = Boolean("snippets") ?? false,
            Picture = Picture(),
            Given = [.. _given],
        };
        if (_given.ContainsKey("cursor"))
            query = query with { After = After(query) };
        if (_errors.Count == 0 && _view.Check?.Invoke(query.Inputs, query.Version ?? _ids.Version.Version) is { } together)
            _errors.Add(together);
        return _errors.Count == 0 ? query : throw new BadRequestException(_errors);
    }

    /// <summary>A better answer than "unknown" for a parameter that exists elsewhere, or for a field with a wrong operator.</summary>
    private ParameterError? RefuseKnownElsewhere(string name)
    {
        if (CommonParameter.All.FirstOrDefault(parameter => parameter.Name == name && parameter.Fits(_view)) is { } common)
            return new(name, ErrorCode.NotApplicable, $"'{name}' has no meaning for " + _kind switch
            {
                RequestKind.Facets => "facets.",
                RequestKind.Citation => "a citation.",
                RequestKind.Chart => "a chart.",
                _ when common.Format is { } only => $"{_format}; it belongs to {only}.",
                RequestKind.Table => $"{_format}, which gives all records that match.",
                RequestKind.Page => "a page of records.",
                _ => "a single record.",
            });
        var separator = name.IndexOf("__", StringComparison.Ordinal);
        var operators = _view.Filters.Where(filter => separator > 0 && filter.Field.FilterNames.Contains(name[..separator])).Select(filter => filter.Parameter).ToArray();
        return operators.Length > 0 && _kind != RequestKind.Record
            ? new(name, ErrorCode.UnknownOperator, $"'{name[separator..]}' is not an operator of {name[..separator]}.", operators, _nearest.Find(name, operators))
            : null;
    }

    private List<Condition> Conditions() => [.. _view.FiltersAmong(_given.Keys)
        .Select(filter => (filter, value: Value(filter, _given[filter.Parameter])))
        .Where(pair => pair.value is not null)
        .Select(pair => new Condition(pair.filter, pair.value!))];

    private object? Value(FieldFilter filter, string text)
    {
        var (name, field, op) = filter;
        return op.Binding switch
        {
            OperatorBinding.Flag => Boolean(name),
            OperatorBinding.Pattern => $"%{Values.LikeLiteral(text)}%",
            OperatorBinding.One => Single(name, field, text),
            _ => Listed(name, field, text),
        };
    }

    private object? Listed(string name, Field field, string text)
    {
        var texts = Values.Split(text);
        if (texts.Any(value => value.Length == 0))
            return Fail(new(name, ErrorCode.InvalidValue, "A value of the list is empty; separate values by single commas, and write \\, for a comma within one."));
        if (texts.Count > Values.MostListed)
            return Fail(new(name, ErrorCode.OutOfRange, $"{texts.Count} values are listed; at most {Values.MostListed} are allowed."));
        var values = texts.Select(value => Single(name, field, value)).OfType<object>().ToArray();
        return values.Length < texts.Count ? null : Typed(values);
    }

    private object? Single(string name, Field field, string text)
    {
        var value = Values.Read(name, field, text, _references, _nearest, out var error);
        return error is null ? value : Fail(error);
    }

    /// <summary>An array of the values' own type, as Npgsql wants it.</summary>
    private static Array Typed(object[] values)
    {
        var array = Array.CreateInstance(values[0].GetType(), values.Length);
        values.CopyTo(array, 0);
        return array;
    }

    private Window? Window()
    {
        if (!_given.Keys.Any(name => name is "date_from" or "date_to" or "date_match" or "around" or "window"))
            return null;
        var from = Day("date_from")?.Start;
        var to = Day("date_to")?.End;
        if (Around() is { } around)
        {
            if (from is not null || to is not null)
                _errors.Add(new("around", ErrorCode.NotApplicable, "'around' gives a window of its own; leave out date_from and date_to."));
            (from, to) = around;
        }

        var match = _given.GetValueOrDefault("date_match");
        if (match is not (null or "possible" or "certain"))
            _errors.Add(ParameterError.NotAmong("date_match", ErrorCode.InvalidValue, match, ["possible", "certain"], "a way to match dates", _nearest));
        if (from > to)
            _errors.Add(new("date_to", ErrorCode.OutOfRange, $"The window ends on {to:yyyy-MM-dd}, before it begins on {from:yyyy-MM-dd}."));
        if (match is not null && !_given.ContainsKey("date_from") && !_given.ContainsKey("date_to") && !_given.ContainsKey("around"))
            _errors.Add(new("date_match", ErrorCode.NotApplicable, "'date_match' has a meaning only with date_from, date_to or around."));
        return new Window(from, to, match == "certain");
    }

    /// <summary>The days from so long before to so long after a day, month or year.</summary>
    private (DateOnly From, DateOnly To)? Around()
    {
        var span = DurationPattern().Match(_given.GetValueOrDefault("window", "P30D"));
        if (_given.ContainsKey("window") && !_given.ContainsKey("around"))
            _errors.Add(new("window", ErrorCode.NotApplicable, "'window' has a meaning only with around."));
        if (!span.Success)
            _errors.Add(new("window", ErrorCode.InvalidValue, $"'{_given["window"]}' is no duration of at most 9999 days, weeks, months or years, such as P90D, P2W, P6M or P1Y."));
        if (Day("around") is not { Start: { } start, End: { } end } || !span.Success)
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
            _errors.Add(new("window", ErrorCode.OutOfRange, "The window reaches beyond the years 0001 to 9999."));
            return null;
        }
    }

    /// <summary>A day, or a whole month or year.</summary>
    private FuzzyDate? Day(string name)
    {
        if (!_given.TryGetValue(name, out var text))
            return null;
        if (DayMonthOrYear().IsMatch(text) && FuzzyDate.TryParse(text, out var date, out _))
            return date;
        _errors.Add(new(name, ErrorCode.InvalidValue, $"'{text}' is no day, month or year, such as 2022-02-24, 2022-02 or 2022."));
        return null;
    }

    private string? Search()
    {
        if (!_given.TryGetValue("q", out var text))
        {
            if (_view.NeedsSearch)
                _errors.Add(new("q", ErrorCode.MissingParameter, "'q' is needed: the words to search for, for example: energy -gas."));
            return null;
        }

        if (text.Length > CommonParameter.LongestSearch)
            _errors.Add(new("q", ErrorCode.OutOfRange, $"The text has {text.Length} characters; at most {CommonParameter.LongestSearch} are allowed."));
        else if (!text.Any(char.IsLetterOrDigit))
            _errors.Add(new("q", ErrorCode.InvalidValue, "The text has no letter or digit to search for."));
        return SearchText.Normalise(text);
    }

    /// <summary>One order at a time: that of rows by themselves, best match first when something is searched for, or that of groups.</summary>
    private IReadOnlyList<SortKey> Sort(string? search, IReadOnlyList<Field> columns, Grouping? grouping) =>
        search is null && grouping is null && !_given.ContainsKey("sort")
            ? DefaultSorts.GetOrAdd(_view, view => SortBy(null, view.Fields, null)) : SortBy(search, columns, grouping);

    private List<SortKey> SortBy(string? search, IReadOnlyList<Field> columns, Grouping? grouping)
    {
        var ranked = search is not null && grouping is null;
        var key = grouping?.By.Select(by => by.Field.Name).ToArray() ?? _view.Key;
        var asked = _given.GetValueOrDefault("sort") ?? (ranked ? $"-{SortKey.Rank}" : grouping is null ? _view.DefaultSort : key.FirstOrDefault("count")); // No key is left when nothing of group_by is known.
        var sortable = columns.Where(field => field.Uses.HasFlag(FieldUses.Sort)).Select(field => field.Name)
            .Concat(ranked ? [SortKey.Rank] : []).ToArray();
        Field? Find(string name) => columns.FirstOrDefault(field => field.Name == name);
        var keys = new List<SortKey>();
        foreach (var part in asked.Split(','))
        {
            var name = part.StartsWith('-') ? part[1..] : part;
            if (!sortable.Contains(name))
                _errors.Add(ParameterError.NotAmong("sort", ErrorCode.UnknownField, name, sortable, "a field to sort by here", _nearest));
            else if (keys.Any(other => other.Name == name))
                _errors.Add(new("sort", ErrorCode.InvalidValue, $"'{name}' is given more than once."));
            else
                keys.Add(new(name, name == SortKey.Rank ? null : Find(name), part.StartsWith('-')));
        }

        return [.. keys, .. key.Where(name => keys.All(other => other.Name != name)).Select(name => new SortKey(name, Find(name), false))];
    }

    private Grouping? Grouping()
    {
        if (!_given.ContainsKey("group_by"))
            return null;
        var possible = Declare.Grouping.Possible(_view).ToArray();
        if (Fields("group_by", [.. possible.Select(column => column.Field)]) is not { } fields)
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

    private object? Input(Input input)
    {
        if (input.Kind == ValueKind.WholeNumber)
        {
            var version = Whole(input.Name, 0, int.MaxValue);
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

    private List<Field>? Fields(string parameter, IReadOnlyList<Field> among)
    {
        if (!_given.TryGetValue(parameter, out var text))
            return null;
        var allowed = among.Select(field => field.Name).ToArray();
        var names = text.Split(',');
        _errors.AddRange(names.Except(allowed).Select(name => ParameterError.NotAmong(parameter, ErrorCode.UnknownField, name, allowed, $"a field for '{parameter}'", _nearest)));
        _errors.AddRange(names.GroupBy(name => name).Where(same => same.Count() > 1).Select(same =>
            new ParameterError(parameter, ErrorCode.InvalidValue, $"'{same.Key}' is given more than once.")));
        return [.. names.Select(name => among.FirstOrDefault(field => field.Name == name)).OfType<Field>()];
    }

    private int? Whole(string name, int least, int most)
    {
        if (!_given.TryGetValue(name, out var text))
            return null;
        if (!text.All(char.IsAsciiDigit))
            _errors.Add(new(name, ErrorCode.InvalidValue, $"'{text}' is no whole number in plain digits."));
        else if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
            _errors.Add(new(name, ErrorCode.OutOfRange, $"'{text}' is not from {least} to {most}."));
        else
            return number;
        return null;
    }

    private int? Version()
    {
        var version = Whole("dataset_version", 1, int.MaxValue);
        if (_references.Version("dataset_version", version) is { } error)
            _errors.Add(error);
        return version;
    }

    private PictureSize Picture()
    {
        var theme = _given.GetValueOrDefault("theme");
        if (theme is not (null or "light" or "dark"))
            _errors.Add(ParameterError.NotAmong("theme", ErrorCode.InvalidValue, theme, ["light", "dark"], "a theme", _nearest));
        return new(
            Whole("width", PictureSize.LeastWidth, PictureSize.MostWidth) ?? PictureSize.Default.Width,
            Whole("height", PictureSize.LeastHeight, PictureSize.MostHeight) ?? PictureSize.Default.Height,
            theme == "dark");
    }

    private bool? Boolean(string name)
    {
        if (!_given.TryGetValue(name, out var text))
            return null;
        if (text is not ("true" or "false"))
            _errors.Add(ParameterError.NotAmong(name, ErrorCode.InvalidValue, text, ["true", "false"], "true or false", _nearest));
        return text == "true";
    }

    private Cursor? After(ListQuery query)
    {
        var cursor = Cursor.Decode(_given["cursor"], query);
        if (cursor?.Keys.Count != query.Sort.Count)
            _errors.Add(new("cursor", ErrorCode.InvalidCursor, "The cursor is damaged, or was made for another query. Take page.next as it is given, or begin again without a cursor."));
        return cursor;
    }

    private object? Fail(ParameterError error)
    {
        _errors.Add(error);
        return null;
    }

    [GeneratedRegex(@"^P([0-9]{1,4})([DWMY])\z")]
    private static partial Regex DurationPattern();

    /// <summary>Neither a season nor an interval, which EDTF would have too.</summary>
    [GeneratedRegex(@"^[0-9]{4}(-[01][0-9](-[0-9]{2})?)?\z")]
    private static partial Regex DayMonthOrYear();
}
