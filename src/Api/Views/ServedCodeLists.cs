using Dataset;

namespace Api.Views;

/// <summary>Every code list that the API serves: those of the dataset, and those that only views have.</summary>
internal static class ServedCodeLists
{
    public static IReadOnlyDictionary<string, CodeList> All { get; } = CodeLists.All.Values
        .Concat(ViewRegistry.All.SelectMany(view => view.Fields).Select(field => field.Codes).OfType<CodeList>())
        .DistinctBy(list => list.Name).ToDictionary(list => list.Name);
}
