namespace Dataset;

/// <summary>What a record is about: all that the entries which it refers to take from it.</summary>
/// <param name="People">Ids of people.</param>
/// <param name="Countries">Codes of countries and blocs.</param>
/// <param name="Dyads">Pairs of countries.</param>
/// <param name="SourceIds">Ids of sources.</param>
/// <param name="Topics">Subjects, as codes.</param>
public sealed record About(
    IReadOnlyList<string> People, IReadOnlyList<string> Countries, IReadOnlyList<string> Dyads, IReadOnlyList<string> SourceIds, IReadOnlyList<string> Topics)
{
    private static readonly CodeList TopicCodes = CodeLists.Of(typeof(Topic));

    internal static About Of(RelationRecord record) =>
        new(record.People, record.Countries, record.Dyads, record.SourceIds, [.. record.Topics.Select(topic => TopicCodes.NameOf(topic))]);
}
