using Api.Listing;
using Api.Resources;
using Xunit;

namespace Tests.Api.Support;

/// <summary>What conformance theories run over: a new resource is among it as soon as it is registered.</summary>
public static class Every
{
    public static TheoryData<string> Resource => [.. Registry.All.Select(resource => resource.Name)];

    public static TheoryData<string> DatedResource => [.. Registry.All.Where(resource => resource.HasDates).Select(resource => resource.Name)];

    public static TheoryData<string> Relation => [.. Registry.All.Where(resource => resource.Find("evidence") is not null).Select(resource => resource.Name)];

    public static TheoryData<string, string> Filter => Pairs(resource => resource.Filters.Select(filter => filter.Parameter));

    public static TheoryData<string, string> SortKey => Pairs(resource => Sortable(resource).Select(sortable => sortable.Name));

    public static Resource Find(string name) => Registry.All.Single(resource => resource.Name == name);

    public static FieldFilter Find(string resource, string filter) => Find(resource).Filters.Single(candidate => candidate.Parameter == filter);

    public static IEnumerable<Field> Sortable(Resource resource) => resource.Fields.Where(field => field.Use.HasFlag(Use.Sort));

    public static IEnumerable<Field> Countable(Resource resource) => resource.Fields.Where(field => field.Use.HasFlag(Use.Facet));

    private static TheoryData<string, string> Pairs(Func<Resource, IEnumerable<string>> names)
    {
        var pairs = new TheoryData<string, string>();
        foreach (var resource in Registry.All)
        {
            foreach (var name in names(resource))
                pairs.Add(resource.Name, name);
        }

        return pairs;
    }
}
