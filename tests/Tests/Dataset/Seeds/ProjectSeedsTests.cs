using Api.Resources;
using Dataset;
using Migrations;
using Tests.Support;
using Xunit;

namespace Tests.Dataset.Seeds;

/// <summary>The properties of the project's own seeds that an edit must not lose.</summary>
public sealed class ProjectSeedsTests
{
    private static readonly SeedSet Seeds = SeedSet.Read(Commands.DefaultSeeds);

    private static IEnumerable<RelationRecord> Records => Seeds.Entries.Values.SelectMany(entries => entries).OfType<RelationRecord>();

    [Theory]
    [InlineData("countries", 21, "note 8, people 10, dyads 15, topics 17")]
    [InlineData("people", 34, "aliases 3, country 34, note 34, topics 25")]
    [InlineData("sources", 5, "author 2, publisher 2, date 5, dyads 5, people 5, countries 5, note 5")]
    [InlineData("trade-figures", 30, "date 30, dyads 20, flow 24, partner 30, commodity 15, attributed_to 6, note 21")]
    [InlineData("exercises", 5, "date 5, dyads 5, name 1, location 4, occurrences 5, note 5")]
    [InlineData("visits", 37,
        "date 37, dyads 36, people 32, visitors 36, hosts 18, from_country 24, to_country 30, places 19, occurrences 34, note 34")]
    [InlineData("statements", 58,
        "date 58, dyads 35, people 37, speaker_role 34, speaker_country 52, addressed_to 20, venue 35, reported_by 18, note 45")]
    [InlineData("agreements", 75, "date 75, dyads 70, name 19, parties 74, note 64")]
    [InlineData("indicators", 11, "date 11, dyads 10, question 7, partner 8, attributed_to 8, note 8")]
    [InlineData("contradictions", 2, "countries 2, people 1, dyads 2, topics 2, source_ids 2, note 1")]
    public void Nothing_is_lost(string resource, int count, string filled)
    {
        var (type, entries) = Seeds.Entries.Single(pair => pair.Key.Name == resource);

        Assert.True(entries.Count >= count, $"{resource} had {count} records, and has {entries.Count}");
        Assert.All(filled.Split(", ").Select(part => part.Split(' ')), part =>
        {
            var property = type.Properties.Single(p => Names.Snake(p.Name) == part[0]);
            var now = entries.Count(entry => property.GetValue(entry) is not (null or System.Collections.ICollection { Count: 0 }));
            Assert.True(now >= int.Parse(part[1]), $"{part[0]} was filled in {part[1]} records of {resource}, and is in {now}");
        });
    }

    [Fact]
    public void Described_span_holds_every_certain_date()
    {
        Assert.NotEmpty(Seeds.Description.Title);
        Assert.NotEmpty(Seeds.Description.Description);
        Assert.Contains("en", Seeds.Description.Languages);
        var span = Seeds.Description.Span!;
        Assert.All(Records.Where(record => record.Date is not null), record => Assert.True(
            record.Date!.PossiblyWithin(span.Start, span.End), $"{record.Id} lies outside {span}: {record.Date}"));
    }

    [Fact]
    public void Inferred_and_external_dates_have_notes() => Assert.All(
        Records.Where(record => record.DateBasis is DateBasis.Inferred or DateBasis.External),
        record => Assert.False(string.IsNullOrWhiteSpace(record.DateNote), record.Id));

    [Fact]
    public void Phrases_outside_quotations_are_short() => Assert.All(
        Records.Where(record => record is not Statement).SelectMany(record => record.Evidence),
        evidence => Assert.InRange(evidence.Exact.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, 1, Evidence.LongestPhrase));

    [Fact]
    public void Every_record_has_a_title_of_its_own() => Assert.Empty(
        Records.GroupBy(record => record.Title, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => same.Key));

    [Fact]
    public void Nobody_says_the_same_words_twice() => Assert.Empty(
        Records.OfType<Statement>().GroupBy(s => (s.Speaker, s.Quote)).Where(same => same.Count() > 1).Select(same => same.Key));

    [Fact]
    public void Every_source_has_records() => Assert.All(
        Seeds.Entries.Values.SelectMany(entries => entries).OfType<Source>(), source => Assert.NotEqual(0, source.RecordCount));

    [Fact]
    public void Every_example_that_the_API_shows_exists() => Assert.All(
        Registry.All, resource => Assert.Contains(
            resource.Example, Seeds.Entries.Single(pair => pair.Key.Name == resource.Name).Value.Select(entry => entry.Id)));

    [Fact]
    public void Every_resource_of_the_dataset_is_served() =>
        Assert.Equal(ResourceTypes.All.Select(type => type.Name).Order(), Registry.All.Select(resource => resource.Name).Order());

    [Fact]
    public void Evidence_is_in_the_documents()
    {
        var documents = SourceDocuments.Folder;
        Assert.SkipWhen(documents is null, "The source documents are not ours to redistribute, and are not here; DOCUMENTS may name their folder.");

        var verification = Verifier.Verify(Seeds, documents);

        Assert.Empty(verification.Failures);
        Assert.Equal(Records.Sum(record => record.Evidence.Count), verification.Phrases);
    }
}
