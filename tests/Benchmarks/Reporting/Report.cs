using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Benchmarks.Running;

namespace Benchmarks.Reporting;

/// <summary>Writes the results to the wanted files.</summary>
internal static class Report
{
    private const string Begin = "<!-- benchmarks -->";
    private const string End = "<!-- /benchmarks -->";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // A ratio to 0.
    };

    /// <summary>Writes the results so far, so that a later failure loses only the later results.</summary>
    public static void Keep(Results results, Settings settings)
    {
        Directory.CreateDirectory(settings.Output);
        File.WriteAllText(Path.Combine(settings.Output, "benchmarks.json"), JsonSerializer.Serialize(results, Json) + "\n");
        File.WriteAllText(Path.Combine(settings.Output, "benchmarks.md"), MarkdownReport.Of(results));
    }

    /// <summary>Prints the report, and on request writes it into the README of this folder.</summary>
    public static void Write(Results results, Settings settings)
    {
        var markdown = MarkdownReport.Of(results);
        Console.WriteLine($"\n{markdown}");
        Console.WriteLine($"{results.Marks.Count(mark => mark.Reached)} of {results.Marks.Count} marks reached. Written to {settings.Output}.");
        if (settings.UpdateReadme)
        {
            var readme = Path.Combine(Workspace.Repository, "tests", "Benchmarks", "README.md");
            File.WriteAllText(readme, Replaced(File.ReadAllText(readme), markdown));
        }
    }

    /// <summary>Replaces the text between the two comments with the report.</summary>
    public static string Replaced(string text, string report)
    {
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = text.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{text[..(begin + Begin.Length)]}\n{report}{text[end..]}"
            : throw new BenchmarkException($"The README has no place for the report. It needs a line {Begin} and, below it, a line {End}.");
    }
}
