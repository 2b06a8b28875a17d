using Dataset;
using Tests.Fixtures;
using Xunit;

namespace Tests.Dataset;

/// <summary>The data dictionary is made from the records' documentation, and committed, so that a change of it is seen in review.</summary>
public sealed class DataDictionaryTests
{
    private const string Begin = "<!-- dictionary: made by `dotnet run --project src/Migrations -- dictionary` -->\n";
    private const string End = "<!-- end of dictionary -->";

    [Fact]
    public Task The_committed_data_dictionary_is_made_from_the_records_documentation() => CommittedFile.CompareAsync("seeds/README.md", committed =>
    {
        var begin = committed.IndexOf(Begin, StringComparison.Ordinal);
        var end = committed.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, "The marks around the dictionary are missing.");
        return $"{committed[..(begin + Begin.Length)]}\n{DataDictionaryWriter.Markdown()}\n{committed[end..]}";
    });
}
