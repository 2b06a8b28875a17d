using Dataset;
using Tests.Fixtures;
using Xunit;

namespace Tests.Dataset;

/// <summary>The data dictionary is generated from the records' documentation and committed, so a review shows every change of it.</summary>
public sealed class DataDictionaryTests
{
    [Fact]
    public Task The_committed_data_dictionary_is_the_generated_one() =>
        CommittedFile.CompareAsync("seeds/DICTIONARY.md", _ => DataDictionaryWriter.Markdown());
}
