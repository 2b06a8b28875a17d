using Api.Caching;
using Api.Database;
using Api.Http;
using Api.Listing.Declare;
using Api.Reading;
using Api.Resources;
using Api.Views;
using Dapper;
using Dataset;

namespace Api.Features.About;

/// <summary>A code list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Definition">The meaning of its codes.</param>
/// <param name="UsedBy">The fields whose values come from it, as resource.field; for a list that no record uses, fields of the views.</param>
/// <param name="Codes">Its codes.</param>
internal sealed record CodeListView(string Name, string Definition, IReadOnlyList<string> UsedBy, IReadOnlyList<CodeView> Codes);

/// <summary>A code.</summary>
/// <param name="Code">The code, as it is written everywhere.</param>
/// <param name="Definition">Its meaning.</param>
/// <param name="Count">How many records of all resources have it.</param>
internal sealed record CodeView(string Code, string Definition, long Count);

/// <summary>All code lists.</summary>
/// <param name="Data">The lists.</param>
internal sealed record CodeListIndex(IReadOnlyList<CodeListView> Data);

internal static class CodeListEndpoints
{
    /// <summary>Only fields of the seeds, and the members of lists: a field derived from other records would count their codes twice.</summary>
    private static readonly ILookup<string, Use> Uses = Registry.All
        .SelectMany(resource => resource.Fields.SelectMany(field => UsesOf(resource, field)))
        .ToLookup(use => use.List);

    private static readonly ILookup<string, string> UsesOfViews = ViewRegistry.All
        .SelectMany(view => view.Fields
            .Where(field => field.Codes is not null)
            .Select(field => (list: field.Codes!.Name, use: $"{view.Name}.{field.Name}")))
        .ToLookup(use => use.list, use => use.use);

    public static void MapCodeLists(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/v1/codelists", All)
            .Describe("listCodeLists", Tags.Overview, "List the code lists with their codes",
                "Every closed list of codes with its definition, and every code with its definition and the number of records that have it.",
                "dataset_version")
            .Answers<CodeListIndex>();
        routes.MapRead("/v1/codelists/{name}", One)
            .Describe("getCodeList", Tags.Overview, "Get one code list by its name",
                "A closed list of codes by its name, such as topic: every code with its definition and the number of records that have it.",
                "dataset_version")
            .PathExample("name", "topic", "Name of the code list, such as topic or visit_kind.")
            .Answers<CodeListView>().AnswersNotFound();
    }

    private static Task All(HttpContext http, RequestReader requests, DatabaseServers database, AnswerCache answers) =>
        AnswerAsync(http, requests, database, answers, "codelists", [.. ServedCodeLists.All.Values], views => new CodeListIndex(views));

    private static Task One(string name, HttpContext http, RequestReader requests, DatabaseServers database, AnswerCache answers) =>
        ServedCodeLists.All.TryGetValue(name, out var list)
            ? AnswerAsync(http, requests, database, answers, $"codelists/{name}", [list], views => views[0])
            : throw new NotFoundException(
                $"No code list is named '{name}'. The code lists are {string.Join(", ", ServedCodeLists.All.Keys.Order())}.",
                Names.Nearest(name, ServedCodeLists.All.Keys));

    private static async Task AnswerAsync<T>(
        HttpContext http, RequestReader requests, DatabaseServers database, AnswerCache answers, string key, IReadOnlyCollection<CodeList> lists,
        Func<IReadOnlyList<CodeListView>, T> answer)
    {
        var asked = NoParameters.CheckVersion(http);
        var version = await requests.ResolveAsync(asked, http.RequestAborted);
        await answers.SendJsonAsync(
            http, version, key, asked is not null, async () => answer(await ReadAsync(database, version, lists, http.RequestAborted)),
            Prices.OfCounts(lists.Sum(list => Uses[list.Name].Count()), version));
    }

    private static async Task<IReadOnlyList<CodeListView>> ReadAsync(
        DatabaseServers database, DatasetVersion version, IEnumerable<CodeList> lists, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(version, cancel);
        var views = new List<CodeListView>();
        foreach (var list in lists.OrderBy(list => list.Name, StringComparer.Ordinal))
        {
            var uses = Uses[list.Name].ToList();
            var rows = uses.Count == 0 ? [] : await connection.QueryAsync<(string Code, long Count)>(
                new CommandDefinition(CountSql(uses), new { version = version.Version }, cancellationToken: cancel));
            var counts = rows.ToDictionary(row => row.Code, row => row.Count);
            views.Add(new(list.Name, list.Definition,
                [.. uses.Count > 0 ? uses.Select(use => use.Name) : UsesOfViews[list.Name]],
                [.. list.Codes.Select(code => new CodeView(code.Name, code.Definition, counts.GetValueOrDefault(code.Name)))]));
        }

        return views;
    }

    private static IEnumerable<Use> UsesOf(Resource resource, Field field)
    {
        if (field.Codes is { } codes)
        {
            if (ResourceType.IsSeedMember(field.Property!))
            {
                yield return new(codes.Name, $"{resource.Name}.{field.Name}", field.Kind.IsList
                    ? $"select unnest(r.{field.Name}) as code from ({resource.Sql}) r"
                    : $"select r.{field.Name} as code from ({resource.Sql}) r where r.{field.Name} is not null");
            }
        }
        else if (field.Kind == ValueKind.Objects)
        {
            foreach (var member in field.Item!.GetProperties())
            {
                if (CodeLists.Find(member.PropertyType) is { } list)
                {
                    var name = Names.Snake(member.Name);
                    yield return new(list.Name, $"{resource.Name}.{field.Name}.{name}", $"""
                        select code from (select distinct r.id, one.value ->> '{name}' as code
                        from ({resource.Sql}) r, jsonb_array_elements(r.{field.Name}::jsonb) one(value)) once
                        """);
                }
            }
        }
    }

    private static string CountSql(IEnumerable<Use> uses) => $"""
        select code, count(*) from (
        {string.Join("\nunion all\n", uses.Select(use => use.Sql))}
        ) codes group by code
        """;

    /// <summary>A field, or a member of the objects in a list, whose values are from a code list, with the SQL of one code for each record.</summary>
    private sealed record Use(string List, string Name, string Sql);
}
