using System.Security.Cryptography;
using System.Text;
using Dataset;

namespace Migrations;

internal sealed record Verification(int Documents, int Phrases, IReadOnlyList<string> Failures);

internal static class Verifier
{
    /// <summary>Compares each document's hash and number of paragraphs, and finds each phrase in its paragraph exactly once.</summary>
    public static Verification Verify(SeedSet seeds, string documents)
    {
        var failures = new List<string>();
        var sources = seeds.Entries.Values.SelectMany(entries => entries).OfType<Source>().ToList();
        var paragraphs = sources.ToDictionary(source => source.Id, source => Read(source, documents, failures));
        var phrases = 0;
        foreach (var (resource, entries) in seeds.Entries)
        {
            foreach (var record in entries.OfType<RelationRecord>())
            {
                foreach (var evidence in record.Evidence)
                {
                    if (paragraphs[evidence.SourceId] is not { } document)
                        continue; // Its document is missing, and that is a failure already.
                    phrases++;
                    if (WhyNot(evidence, document) is { } why)
                        failures.Add($"{resource.Name}: {record.Id}: {evidence.SourceId}, paragraph {evidence.Paragraph}: '{evidence.Exact}' {why}");
                }
            }
        }

        return new Verification(sources.Count, phrases, failures);
    }

    /// <summary>The paragraphs of a document: its lines that are not blank.</summary>
    public static IReadOnlyList<string> Paragraphs(string text) =>
        [.. text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => !string.IsNullOrWhiteSpace(line))];

    private static IReadOnlyList<string>? Read(Source source, string folder, List<string> failures)
    {
        var path = Path.Combine(folder, source.Document);
        if (!File.Exists(path))
        {
            failures.Add($"sources: {source.Id}: {source.Document} is not in the folder");
            return null;
        }

        var bytes = File.ReadAllBytes(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (hash != source.Sha256)
            failures.Add($"sources: {source.Id}: {source.Document} has the hash {hash}, not {source.Sha256}");
        var paragraphs = Paragraphs(Encoding.UTF8.GetString(bytes));
        if (paragraphs.Count != source.ParagraphCount)
            failures.Add($"sources: {source.Id}: {source.Document} has {paragraphs.Count} paragraphs, not {source.ParagraphCount}");
        return paragraphs;
    }

    private static string? WhyNot(Evidence evidence, IReadOnlyList<string> paragraphs)
    {
        if (evidence.Paragraph > paragraphs.Count)
            return $"cannot be found: the document has {paragraphs.Count} paragraphs";
        var paragraph = paragraphs[evidence.Paragraph - 1];
        var first = paragraph.IndexOf(evidence.Exact, StringComparison.Ordinal);
        return first < 0 ? "is not in that paragraph"
            : paragraph.IndexOf(evidence.Exact, first + 1, StringComparison.Ordinal) >= 0 ? "is in that paragraph more than once"
            : null;
    }
}
