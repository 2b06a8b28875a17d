using System.Text.Json;
using Api.Resources;
using Api.Views;
using Dataset;

namespace Api.Features.Page;

/// <summary>Reads everything that a page shows from the API, all in one version of the dataset.</summary>
internal sealed class PageReader(ApiClient api, HttpContext http, PageQuery query)
{
    public const string PageSize = "20";

    /// <summary>Nobody reads through a longer choice.</summary>
    private const int MostOptions = 100;

    /// <summary>An address has room for so many ids of any length.</summary>
    private const int IdsAtOnce = 50;

    /// <summary>Each takes a request of its own. Further filters that are set offer the values of the records that are shown.</summary>
    private const int MostCountedWithoutThemselves = 3;

    /// <summary>The filters of nearly every list, in the order in which they are shown, by field.</summary>
    private static readonly Dictionary<string, string> Main = new()
    {
        ["kind"] = "kind",
        ["countries"] = "country",
        ["dyads"] = "dyad",
        ["people"] = "person",
        ["topics"] = "topic",
        ["source_ids"] = "source_id",
    };

    /// <summary>Other lists with their singular filters; null where the field is not offered as a choice.</summary>
    private static readonly Dictionary<string, string?> Others = new()
    {
        ["bodies"] = "body",
        ["speakers"] = "speaker",
        ["attributed_to"] = "attributed_to",
        ["actors"] = "actor",
        ["targets"] = "target",
        ["mentions"] = null,
        ["directed_dyads"] = null,
        ["places"] = "place",
        ["resource"] = null,
        ["records"] = null,
        ["contradicts"] = null,
        ["source_count"] = null,
    };

    private JsonElement _index;
    private string? _resource;
    private string _list = "timeline";
    private ApiAnswer _main = null!;
    private int? _version;

    /// <summary>The answer for the page's own parameters, which decides the status of the page.</summary>
    public async Task<ApiAnswer> ReadMainAsync()
    {
        var index = await api.GetAsync(http, "/v1");
        if (!index.IsGood)
            return _main = index;
        _index = index.Json;
        _resource = query[PageQuery.Resource] is { } name && _index.Items("resources").Any(resource => resource.Text("name") == name) ? name : null;
        _list = _resource ?? (query["q"] is null ? "timeline" : "search");
        _main = await api.GetAsync(http, IsStart ? query.At("dataset")
            : IsRecord ? OfRecord.At($"{_resource}/{Uri.EscapeDataString(query["id"]!)}") : ListQuery.At(_list));
        _version = _main.Version ?? index.Version;
        return _main;
    }

    /// <summary>The page of a problem when no other request can succeed.</summary>
    public PageView Only(ApiAnswer problem) => new() { Query = query, Index = _index, Labels = new([]), Problem = problem.Json };

    public async Task<PageView> ReadAsync()
    {
        var view = new PageView
        {
            Query = query,
            Index = _index,
            Labels = new(
                [await ReadNamesAsync("people", "name"), await ReadNamesAsync("countries", "name"), await ReadNamesAsync("sources", "title")]),
            Version = _version,
            List = _list,
        };
        if (!_main.IsGood)
            return await WithChoicesAsync(view with { Problem = _main.Json }, VersionOnly.With("q", query["q"]));
        if (IsStart)
            return await StartAsync(view);
        return IsRecord ? await RecordAsync(view) : await ListAsync(view);
    }

    private bool IsStart => query.HasOnly("dataset_version");

    private bool IsRecord => _resource is not null && query["id"] is { } id && MayBeId(id)
        && query.HasOnly(PageQuery.Resource, "id", "dataset_version", "snippets");

    /// <summary>Any other text would be another address in a path: a format, a reserved word or a list. The list filters by it.</summary>
    private static bool MayBeId(string id) => id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && !Slug.IsReserved(id);

    private PageQuery OfRecord => query.Without(PageQuery.Resource, "id", "snippets");

    /// <summary>The list's own parameters: its path has the resource.</summary>
    private PageQuery ListQuery => (_resource is null ? query : query.Without(PageQuery.Resource)).WithDefault("limit", PageSize);

    private PageQuery VersionOnly => query.Only("dataset_version");

    private async Task<PageView> StartAsync(PageView view)
    {
        var latest = await GetAsync("timeline", VersionOnly.With("sort", "-date").With("limit", "5"));
        view = await WithChoicesAsync(view, VersionOnly);
        var mostFrequent = view.ValuesOf("dyads").Select(value => value.Text("value")).FirstOrDefault();
        return view with
        {
            Dataset = _main.Json,
            Page = latest.Json,
            Records = await RecordsAsync(latest.Json),
            Charts =
            [
                .. await ChartAsync(view, "timeline", VersionOnly),
                .. await ChartAsync(view, "trade-figures", VersionOnly),
                .. await ChartAsync(view, "panel", VersionOnly.With("dyad", mostFrequent)),
            ],
        };
    }

    private async Task<PageView> ListAsync(PageView view)
    {
        var whole = query["fields"] is null && query["group_by"] is null;
        return await WithChoicesAsync(view with
        {
            Page = _main.Json,
            Records = whole ? await RecordsAsync(_main.Json) : view.Records,
            Snippets = _main.Json.Get("meta")?.Get("snippets"),
            Charts = await ChartAsync(view),
        }, ListQuery.OfRecords.Without("sort", "fields", "group_by"));
    }

    private async Task<PageView> RecordAsync(PageView view)
    {
        var id = query["id"]!;
        var contradictions = await GetAsync("contradictions", VersionOnly.With("record", $"{_resource}/{id}"));
        var list = await GetAsync(_resource!, VersionOnly.With("id", id).With("snippets", query["snippets"]));
        return view with
        {
            Record = _main.Json,
            Contradictions = contradictions.Json.Items("data"),
            Snippets = list.Json.Get("meta")?.Get("snippets"),
            Charts = await ChartAsync(view),
        };
    }

    /// <summary>Timeline and search have only the fields that all records share.</summary>
    private async Task<IReadOnlyDictionary<string, JsonElement>> RecordsAsync(JsonElement page)
    {
        var records = new Dictionary<string, JsonElement>();
        if (_resource is not null)
            return records;
        foreach (var group in page.Items("data").GroupBy(record => record.Text("resource")!))
        {
            foreach (var ids in group.Select(record => record.Text("id")!).Chunk(IdsAtOnce))
            {
                var found = await GetAsync(group.Key, VersionOnly.With("id", string.Join(',', ids)).With("limit", $"{ids.Length}"));
                foreach (var record in found.Json.Items("data"))
                    records[$"{group.Key}/{record.Text("id")}"] = record;
            }
        }

        return records;
    }

    /// <summary>Trade figures have their own chart. Other records are drawn in the timeline, if it has the same parameters.</summary>
    private async Task<IReadOnlyList<(string, PageQuery)>> ChartAsync(PageView view)
    {
        var of = query.OfRecords.Without("sort", "fields", "group_by");
        if (_resource is not null && view.Draws($"{_resource}/chart"))
            return await ChartAsync(view, _resource, of.Without(PageQuery.Resource));
        var drawn = _list == "timeline" ? _main : await GetAsync("timeline", of.With("limit", "1"));
        return drawn.IsGood && drawn.Json.Items("data").Count > 0 ? await ChartAsync(view, "timeline", of) : [];
    }

    /// <summary>The API refuses a chart of too many records. The request has the most common size, so that the picture is already cached.</summary>
    private async Task<IReadOnlyList<(string, PageQuery)>> ChartAsync(PageView view, string list, PageQuery of) =>
        view.Draws($"{list}/chart") && (await api.GetAsync(http, Chart.Address($"{list}/chart", of))).IsGood ? [($"{list}/chart", of)] : [];

    /// <summary>A filter that is set offers the values that would match without it, so that another can be chosen.</summary>
    private async Task<PageView> WithChoicesAsync(PageView view, PageQuery filters)
    {
        var shown = Registry.All.Concat(ViewRegistry.All).Single(list => list.Name == _list).Facets.Select(field => field.Name)
            .Where(field => field == PageQuery.Resource || Others.GetValueOrDefault(field, field) is not null);
        var facets = (await GetAsync($"{_list}/facets", filters.With("by", string.Join(',', shown)))).Json;
        view = view with { Facets = facets };
        var choices = new List<Choice>();
        var counted = 0;
        foreach (var facet in facets.Items("data"))
        {
            var field = facet.Text("field")!;
            var isMain = Main.TryGetValue(field, out var parameter);
            if (!isMain && (parameter = Others.GetValueOrDefault(field, field)) is null)
                continue;
            var chosen = query[parameter!];
            var own = filters[parameter!] is null || counted++ >= MostCountedWithoutThemselves ? view
                : view with { Facets = (await GetAsync($"{_list}/facets", filters.Without(parameter!).With("by", field))).Json };
            var values = own.ValuesOf(field).ToArray();
            var options = values.Take(MostOptions)
                .Select(value => (Text: value.Text("value")!, Count: value.Get("count")?.GetInt64()))
                .Select(value => new ChoiceValue(value.Text.Replace(",", "\\,"), view.Labels[value.Text], value.Count)).ToList();
            if (chosen is not null && options.All(option => option.Value != chosen))
                options.Insert(0, new(chosen, string.Join(" or ", chosen.Split(',').Select(one => view.Labels[one])), null));
            if (options.Count > (isMain || chosen is not null ? 0 : 1))
                choices.Add(new(parameter!, options, isMain, Math.Max(0, values.Length - MostOptions)));
        }

        var order = Main.Values.ToList();
        var resources = view.ValuesOf(PageQuery.Resource).ToDictionary(value => value.Text("value")!, value => value.Get("count")?.GetInt64());
        var kinds = view.Resources.Select(resource =>
            new ChoiceValue(resource.Name, ValueWords.OfCode(resource.Name), resources.GetValueOrDefault(resource.Name))).ToList();
        if (query[PageQuery.Resource] is { } several && kinds.TrueForAll(kind => kind.Value != several))
            kinds.Insert(0, new(several, string.Join(" or ", several.Split(',').Select(ValueWords.OfCode)), null));
        return view with
        {
            Choices =
            [
                new(PageQuery.Resource, kinds, IsMain: true, Left: 0),
                .. choices.OrderBy(choice => choice.IsMain ? order.IndexOf(choice.Parameter) : order.Count),
            ],
            HasDates = _resource is null || facets.Items("data").Any(facet => facet.Text("field") == "date_basis"),
        };
    }

    private async Task<JsonElement> ReadNamesAsync(string resource, string name) =>
        (await GetAsync(resource, VersionOnly.With("fields", $"id,{name}").With("sort", "-record_count,id").With("limit", "1000"))).Json;

    /// <exception cref="ApiFailedException">A part of the page would be missing.</exception>
    private async Task<ApiAnswer> GetAsync(string path, PageQuery parameters)
    {
        var answer = await api.GetAsync(http, parameters.With("dataset_version", $"{_version}").At(path));
        return answer.Status < StatusCodes.Status500InternalServerError ? answer : throw new ApiFailedException(answer);
    }
}

internal sealed class ApiFailedException(ApiAnswer answer) : Exception
{
    public ApiAnswer Answer { get; } = answer;
}
