namespace Dataset;

/// <summary>The facts of a record from which its reference entries derive theirs.</summary>
public sealed record About(
    IReadOnlyList<string> People, IReadOnlyList<string> Countries, IReadOnlyList<string> Dyads, IReadOnlyList<string> SourceIds,
    IReadOnlyList<string> Topics, IReadOnlyList<string> Paragraphs)
{
    private static readonly CodeList TopicCodes = CodeLists.Of(typeof(Topic));

    internal static About Of(RelationRecord record) => new(
        record.People, record.Countries, record.Dyads, record.SourceIds, [.. record.Topics.Select(topic => TopicCodes.NameOf(topic))],
        [.. record.Evidence.Select(evidence => Coverage.IdOf(evidence.SourceId, evidence.Paragraph)).Distinct()]);
}
