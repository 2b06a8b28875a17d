namespace Dataset;

/// <summary>The ids that records may refer to.</summary>
/// <param name="Countries">Codes of the countries and blocs.</param>
/// <param name="People">Ids of the people.</param>
/// <param name="Paragraphs">Number of paragraphs by the id of the source.</param>
/// <param name="Records">The relation records, each as its resource and its id.</param>
public sealed record References(
    IReadOnlySet<string> Countries, IReadOnlySet<string> People, IReadOnlyDictionary<string, int> Paragraphs, IReadOnlySet<string> Records);
