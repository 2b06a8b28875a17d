#pragma warning disable CA5394 // Requests need no secret randomness.

using Api.Listing.Declare;
using Api.Resources;
using Api.Views;

namespace Benchmarks.Prices;

/// <summary>Random requests that the OpenAPI document allows. The same seed gives the same requests in the same order.</summary>
internal sealed class RequestGenerator
{
    /// <summary>An address may have 8,192 characters. The rest is for the parameter of <see cref="ApiRequest.Unlike"/>.</summary>
    private const int LongestAddress = 8_000;

    private const int MostMoves = 8;
    private const int MostGroupedLists = 2;
    private static readonly string[] OfDates = ["date_from", "date_to", "date_match", "around", "window"];
    private static readonly string[] OfShape = ["sort", "fields", "group_by"];
    private static readonly string[] OfVersions = ["since", "to", "dataset_version"];
    private static readonly string[] Periods = ["year", "quarter", "month"];

    /// <summary>It applies to CSV alone.</summary>
    private const string ByteOrderMark = "bom";

    private readonly ApiDocument _document;
    private readonly KnownValues _known;
    private readonly Random _random;
    private readonly Dictionary<Operation, Move[]> _moves;

    /// <summary>Creates a generator for all operations of a document but the tables.</summary>
    public RequestGenerator(ApiDocument document, KnownValues known, int seed)
    {
        (_document, _known, _random) = (document, known, new Random(seed));
        _moves = document.Pages.ToDictionary(operation => operation, operation => MovesOf(operation).ToArray());
    }

    /// <summary>Sets a parameter, or several that are valid only together, after those that exclude them are removed.</summary>
    private sealed record Move(string[] Names, bool IsRequired, Action<Dictionary<string, string>> Set);

    public IReadOnlyCollection<Operation> Operations => _moves.Keys;

    /// <summary>The names of the parameters that requests of an operation may have.</summary>
    public IEnumerable<string> Parameters(Operation operation) => _moves[operation].SelectMany(move => move.Names);

    /// <summary>The largest first page of every list, without filters.</summary>
    public IEnumerable<ApiRequest> LargestPages()
    {
        foreach (var list in _document.Lists)
        {
            var given = Required(list);
            given["limit"] = $"{list.Parameters["limit"].Greatest}";
            if (list.Parameters.ContainsKey("since"))
                given["since"] = "0";
            yield return new(list, given);
        }
    }

    /// <summary>A random request of an operation, with some of its parameters.</summary>
    public ApiRequest Draw(Operation operation) => Change(new(operation, Required(operation)), _random.Next(MostMoves + 1));

    /// <summary>A request that differs from another one in a parameter or two.</summary>
    public ApiRequest Vary(ApiRequest request)
    {
        // A cursor belongs to one query.
        var given = request.Given.Where(pair => pair.Key != "cursor").ToDictionary();
        Move[] present = [.. _moves[request.Operation].Where(move => !move.IsRequired && move.Names.Any(given.ContainsKey))];
        if (present.Length > 0 && _random.Next(3) == 0)
            Remove(Any(present), given);
        return Change(request with { Given = given }, 1 + _random.Next(2));
    }

    private Dictionary<string, string> Required(Operation operation)
    {
        var given = new Dictionary<string, string>();
        foreach (var move in _moves[operation].Where(move => move.IsRequired))
            Apply(move, given);
        return given;
    }

    private ApiRequest Change(ApiRequest request, int moves)
    {
        for (; moves > 0 && _moves[request.Operation] is { Length: > 0 } all; moves--)
        {
            var given = new Dictionary<string, string>(request.Given);
            Apply(Any(all), given);
            var changed = request with { Given = given };
            if (changed.Address.Length <= LongestAddress)
                request = changed;
        }

        return request;
    }

    private static void Apply(Move move, Dictionary<string, string> given)
    {
        Remove(move, given);
        move.Set(given);
    }

    private static void Remove(Move move, Dictionary<string, string> given)
    {
        foreach (var name in move.Names)
            given.Remove(name);
    }

    private IEnumerable<Move> MovesOf(Operation operation)
    {
        var all = operation.Parameters;
        if (all.ContainsKey("date_from"))
            yield return new(OfDates, false, given => SetDates(operation, given));
        if (OfShape.Any(all.ContainsKey))
            yield return new([.. OfShape.Where(all.ContainsKey)], false, given => SetShape(operation, given));
        if (OfVersions.Any(all.ContainsKey))
            yield return new([.. OfVersions.Where(all.ContainsKey)], false, given => SetVersions(all, given));
        foreach (var parameter in all.Values.Where(parameter => !OfDates.Concat(OfShape).Concat(OfVersions).Contains(parameter.Name)))
        {
            if (ValueOf(operation, parameter) is { } value)
                yield return new([parameter.Name], parameter.IsRequired, given => given[parameter.Name] = value());
        }
    }

    /// <summary>Draws values of a parameter; null if none is known.</summary>
    private Func<string>? ValueOf(Operation operation, Parameter parameter)
    {
        string[] known = parameter.Allowed.Count > 0 ? [.. parameter.Allowed]
            : parameter.Type == "boolean" ? ["true", "false"]
            : [.. _known.Of(operation.View, parameter.Field ?? (parameter.IsInPath ? parameter.Name : ""))];
        return parameter switch
        {
            { Name: "cursor" or ByteOrderMark } => null, // A cursor comes from an answer.
            { Name: "q" } => () => Uri.EscapeDataString(Search()),
            { Field: null, Least: { } least, Greatest: { } most } => () => $"{(_random.Next(3) > 0 ? most : _random.Next(least, most + 1))}",
            { IsInPath: true } when known.Length == 0 => () => Uri.EscapeDataString(parameter.Example!),
            _ when known.Length == 0 => null,
            _ when parameter.Name.EndsWith("__contains", StringComparison.Ordinal) => () => Uri.EscapeDataString(Fragment(Any(known))),
            { IsList: true } => () => Listed(Some(known, parameter.Most)),
            _ => () => Uri.EscapeDataString(Any(known)),
        };
    }

    private void SetDates(Operation operation, Dictionary<string, string> given)
    {
        string[] days = [.. _known.Of(operation.View, "date_start"), "1990-01-01", "2022-02-24", "2030-12-31"];
        if (_random.Next(3) == 0)
        {
            given["around"] = Shortened(Any(days));
            if (_random.Next(2) == 0)
                given["window"] = $"P{_random.Next(1, 500)}{"DWMY"[_random.Next(4)]}";
        }
        else
        {
            string[] ends = [.. new[] { Any(days), Any(days) }.Order(StringComparer.Ordinal)];
            var form = _random.Next(3);
            if (form != 0)
                given["date_from"] = Shortened(ends[0]);
            if (form != 1)
                given["date_to"] = ends[1];
        }

        if (_random.Next(2) == 0)
            given["date_match"] = _random.Next(2) == 0 ? "certain" : "possible";
    }

    /// <summary>Sets order, fields and groups. Groups can be sorted by their own fields.</summary>
    private void SetShape(Operation operation, Dictionary<string, string> given)
    {
        var all = operation.Parameters;
        if (all.TryGetValue("group_by", out var group) && _random.Next(2) == 0)
        {
            // A list has another name among the facets.
            var facets = _document.Operations.First(facets => facets.Path == $"{operation.View}/facets").Parameters["by"].Allowed;
            bool IsItemOfList(string name) => !facets.Contains(name) && !Periods.Contains(name);
            var lists = 0;
            string[] by = [.. Some([.. group.Allowed], 4).Where(name => !IsItemOfList(name) || ++lists <= MostGroupedLists)];
            given["group_by"] = string.Join(',', by);
            if (_random.Next(2) == 0)
                given["sort"] = Directed(Any([.. by, "count"]));
            return;
        }

        if (all.TryGetValue("fields", out var columns) && _random.Next(2) == 0)
            given["fields"] = string.Join(',', Some([.. columns.Allowed.Where(name => IsOwn(operation, name))], columns.Allowed.Count));
        if (all.TryGetValue("sort", out var sort) && _random.Next(3) > 0)
            given["sort"] = string.Join(',', Some([.. sort.Allowed.Where(name => IsOwn(operation, name))], 3).Select(Directed));
    }

    /// <summary>Whether it is a field of the records, and not one of their groups alone.</summary>
    private static bool IsOwn(Operation operation, string name) =>
        Registry.All.Concat(ViewRegistry.All).Single(view => $"/v1/{view.Name}" == operation.View).Find(name) is not null;

    /// <summary>The first version always exists.</summary>
    private void SetVersions(IReadOnlyDictionary<string, Parameter> all, Dictionary<string, string> given)
    {
        if (all.ContainsKey("since"))
            given["since"] = "0";
        if (all.ContainsKey("to") && _random.Next(2) == 0)
            given["to"] = "1";
        if (!all.ContainsKey("since") || _random.Next(2) == 0)
            given["dataset_version"] = "1";
    }

    /// <summary>A few words, of which all or one must be in a record.</summary>
    private string Search()
    {
        var words = Enumerable.Range(0, _random.Next(4) == 0 ? 60 : _random.Next(1, 5)).Select(_ => Any(_known.Words));
        var text = _random.Next(2) == 0 ? string.Join(" or ", words.Take(CommonParameter.MostAlternatives)) : string.Join(' ', words);
        return text.Length <= CommonParameter.LongestSearch ? text : text[..text.LastIndexOf(' ', CommonParameter.LongestSearch)];
    }

    private string Fragment(string text)
    {
        var start = _random.Next(text.Length);
        return text[start..Math.Min(text.Length, start + _random.Next(1, 8))] is var part && part.Any(char.IsLetterOrDigit) ? part : text;
    }

    private string Shortened(string day) => day[..new[] { 4, 7, 10 }[_random.Next(3)]];

    private string Directed(string name) => _random.Next(2) == 0 ? $"-{name}" : name;

    private static string Listed(IEnumerable<string> values) => string.Join(',', values.Select(Uri.EscapeDataString));

    private T Any<T>(IReadOnlyList<T> all) => all[_random.Next(all.Count)];

    /// <summary>Distinct values in any order: mostly a few, sometimes as many as are allowed.</summary>
    private string[] Some(string[] all, int most)
    {
        _random.Shuffle(all);
        most = Math.Min(most, all.Length);
        return all[..(_random.Next(4) == 0 ? most : _random.Next(1, Math.Min(3, most) + 1))];
    }
}
