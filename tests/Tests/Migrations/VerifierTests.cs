using Migrations;
using Tests.Fixtures;
using Xunit;

namespace Tests.Migrations;

/// <summary>The evidence is checked against the documents themselves.</summary>
public sealed class VerifierTests : IDisposable
{
    private readonly SmallDataset _dataset = new();

    public void Dispose() => _dataset.Dispose();

    [Fact]
    public void Evidence_in_its_document_holds()
    {
        var verification = Verify();

        Assert.Equal((1, 7), (verification.Documents, verification.Phrases));
        Assert.Empty(verification.Failures);
    }

    [Fact]
    public void Missing_document_is_one_failure()
    {
        File.Delete(_dataset.Document);

        Assert.Equal(["sources: berlin-1963: berlin.txt is not in the folder"], Verify().Failures);
    }

    [Fact]
    public void A_folder_that_is_missing_has_no_documents() =>
        Assert.Single(Verifier.Verify(_dataset.Read(), Path.Combine(_dataset.Documents, "nowhere")).Failures);

    [Fact]
    public void A_changed_document_is_a_failure()
    {
        File.AppendAllText(_dataset.Document, "\n");

        Assert.StartsWith("sources: berlin-1963: berlin.txt has the hash ", Assert.Single(Verify().Failures));
    }

    [Fact]
    public void Missing_phrase_is_reported_with_position()
    {
        _dataset.Edit("exercises.json", "15,000 American troops", "15,000 american troops");

        Assert.Equal(
            [
                "exercises: big-lift-1963: berlin-1963, paragraph 4: "
                + "'In October, Big Lift is to fly 15,000 american troops to Germany' is not in that paragraph",
            ],
            Verify().Failures);
    }

    [Fact]
    public void A_phrase_in_another_paragraph_is_not_there()
    {
        _dataset.Edit("exercises.json", "\"paragraph\": 4", "\"paragraph\": 5");

        Assert.EndsWith("is not in that paragraph", Assert.Single(Verify().Failures));
    }

    [Theory]
    [InlineData("by 25.5 percent", true)]
    [InlineData("5", true)]
    [InlineData("have fallen by 25.5 percent", false)]
    public void A_phrase_occurs_exactly_once(string phrase, bool isAmbiguous)
    {
        _dataset.Edit("trade-figures.json", "have fallen by 25.5 percent", phrase);

        var found = $"trade-figures: poultry-to-germany-1963: berlin-1963, paragraph 5: '{phrase}' is in that paragraph more than once";
        Assert.Equal(isAmbiguous ? [found] : [], Verify().Failures);
    }

    [Fact]
    public void A_phrase_that_overlaps_itself_is_there_twice()
    {
        Document("x\nx\nx\naaa\nx");
        _dataset.Edit("exercises.json", "In October, Big Lift is to fly 15,000 American troops to Germany", "aa");

        Assert.Contains(Verify().Failures, failure => failure.EndsWith("'aa' is in that paragraph more than once"));
    }

    [Fact]
    public void A_shorter_document_is_a_failure()
    {
        Document("only one paragraph");

        var failures = Verify().Failures;

        Assert.Contains("sources: berlin-1963: berlin.txt has 1 paragraphs, not 5", failures);
        Assert.Contains(failures, failure =>
            failure.StartsWith("exercises: big-lift-1963") && failure.EndsWith("cannot be found: the document has 1 paragraphs"));
    }

    [Theory]
    [InlineData("a\nb", new[] { "a", "b" })]
    [InlineData("a\r\n\r\nb\r\n", new[] { "a", "b" })]
    [InlineData("\n \n\t\na \n\u00a0\nb", new[] { "a ", "b" })]
    [InlineData("", new string[0])]
    public void Paragraphs_are_the_lines_that_are_not_blank(string text, string[] paragraphs) => Assert.Equal(paragraphs, Verifier.Paragraphs(text));

    private Verification Verify() => Verifier.Verify(_dataset.Read(), _dataset.Documents);

    private void Document(string text) => File.WriteAllText(_dataset.Document, text);
}
