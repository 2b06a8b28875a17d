using Api.Listing.Declare;
using Api.Resources;
using Api.Views;
using Xunit;

namespace Tests.Support;

/// <summary>The cases of conformance theories. They include every registered resource.</summary>
internal static class Cases
{
    public static TheoryData<string> Resource => [.. Registry.All.Select(resource => resource.Name)];

    public static TheoryData<string> DatedResource => [.. Registry.All.Where(resource => resource.HasDates).Select(resource => resource.Name)];

    public static TheoryData<string> Relation =>
        [.. Registry.All.Where(resource => resource.Find("evidence") is not null).Select(resource => resource.Name)];

    public static TheoryData<string> View => [.. ViewRegistry.All.Select(view => view.Name)];

    /// <summary>Every list: the resources and the views.</summary>
    public static TheoryData<string> List => [.. Registry.All.Concat(ViewRegistry.All).Select(view => view.Name)];

    public static TheoryData<string, string> Filter => Pairs(Registry.All, resource => resource.Filters.Select(filter => filter.Parameter));

    public static TheoryData<string, string> SortKey => Pairs(Registry.All, resource => Sortable(resource).Select(sortable => sortable.Name));

    /// <summary>The orders of the views that read several tables.</summary>
    public static TheoryData<string, string> SortKeyOfParts =>
        Pairs(ViewRegistry.All.Where(view => view.Parts.Count > 0), view => Sortable(view).Select(sortable => sortable.Name));

    public static Resource Find(string name) => Registry.All.Single(resource => resource.Name == name);

    public static View FindView(string name) => Registry.All.Concat(ViewRegistry.All).Single(view => view.Name == name);

    /// <summary>The parameters with which a view has rows of every kind.</summary>
    public static string Query(string view) => view switch
    {
        "search" => "q=russia%20or%20china%20or%20putin",
        "changes" => "since=0",
        "panel" => "frequency=quarter",
        _ => "",
    };

    public static FieldFilter Find(string resource, string filter) => Find(resource).Filters.Single(candidate => candidate.Parameter == filter);

    public static IEnumerable<Field> Sortable(View view) => view.Fields.Where(field => field.Uses.HasFlag(FieldUses.Sort));

    public static IEnumerable<Field> Countable(View view) => view.Fields.Where(field => field.Uses.HasFlag(FieldUses.Facet));

    private static TheoryData<string, string> Pairs(IEnumerable<View> views, Func<View, IEnumerable<string>> names)
    {
        var pairs = new TheoryData<string, string>();
        foreach (var view in views)
        {
            foreach (var name in names(view))
                pairs.Add(view.Name, name);
        }

        return pairs;
    }
}
