using System.Text.RegularExpressions;
using Api.Resources;
using Dataset;
using Migrations;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Dataset.Seeds;

/// <summary>The properties of the project's own seeds that an edit must not lose.</summary>
public sealed class ProjectSeedsTests
{
    private static readonly SeedSet Seeds = SeedSet.Read(Commands.DefaultSeeds);

    private static IEnumerable<RelationRecord> Records => Seeds.Entries.Values.SelectMany(entries => entries).OfType<RelationRecord>();

    [Theory]
    [InlineData("countries", 30, "note 6, native_names 21, alpha2 21, state_codes 20, memberships 14")]
    [InlineData("people", 35, "aliases 11, native_name 20, country 29, note 35")]
    [InlineData("sources", 5, "author 2, publisher 2, date 5, note 5")]
    [InlineData("trade-figures", 31, "date 31, flow 25, partner 31, commodity 15, attributed_to 5, base_period 4, note 26")]
    [InlineData("exercises", 5, "date 5, name 1, location 4, occurrences 5, note 5")]
    [InlineData("visits", 35, "date 35, visitors 35, hosts 18, from_country 24, to_country 24, places 19, occurrences 31, note 31")]
    [InlineData("statements", 54,
        "date 54, actors 37, targets 27, speaker_role 35, speaker_country 38, addressed_to 16, venue 36, reported_by 6, note 46")]
    [InlineData("agreements", 96, "date 96, actors 94, targets 58, mentions 47, name 18, bodies 7, note 93")]
    [InlineData("indicators", 11, "date 11, question 7, partner 8, attributed_to 8, note 10")]
    [InlineData("transfers", 33, "date 33, actors 33, targets 33, attributed_to 7, note 33")]
    [InlineData("contradictions", 5, "note 5")]
    [InlineData("coverage", 157, "left_out 137, complete 5")]
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

    /// <summary>Newest day of the sources of a record.</summary>
    private static DateOnly? NewestSource(RelationRecord record) =>
        record.SourceIds.Max(id => Seeds.Entries.Values.SelectMany(entries => entries).OfType<Source>().Single(source => source.Id == id).DateEnd);

    /// <summary>What is said to come may lie after its sources.</summary>
    private static bool IsToCome(RelationRecord record) => record switch
    {
        Figure { Status: FigureStatus.Expected or FigureStatus.Target }
            or Visit { Status: VisitStatus.Planned or VisitStatus.Unconfirmed } or Exercise { Status: ExerciseStatus.Planned }
            or Agreement { Status: AgreementStatus.Planned } or Transfer { Status: TransferStatus.Planned } => true,
        _ => false,
    };

    [Fact]
    public void Nothing_happened_after_its_newest_source() => Assert.All(
        Records.Where(record => record.Date is not null && !IsToCome(record)),
        record => Assert.True(record.DateEnd <= NewestSource(record), $"{record.Id}: {record.Date} ends after {NewestSource(record)}"));

    [Fact]
    public void Outside_knowledge_dates_documents_only() => Assert.All(
        Records, record => Assert.False(record.DateBasis == DateBasis.External, record.Id));

    [Fact]
    public void Running_totals_and_levels_are_not_annual_figures() => Assert.All(
        Records.OfType<TradeFigure>().Where(figure => figure.PeriodType == PeriodType.Year),
        figure => Assert.True(
            figure.DateStart is { Month: 1, Day: 1 } && figure.DateEnd is { Month: 12, Day: 31 }, $"{figure.Id}: {figure.Date} is not a year"));

    [Fact]
    public void Growth_has_the_period_that_it_compares_with() => Assert.All(
        Records.OfType<TradeFigure>().Where(figure => figure.Indicator is TradeIndicator.Growth or TradeIndicator.Multiple),
        figure => Assert.True(figure.BasePeriod?.End < figure.DateStart, $"{figure.Id}: {figure.BasePeriod}"));

    [Fact]
    public void Every_dyad_follows_from_actors_and_targets()
    {
        var members = Seeds.Entries.Values.SelectMany(entries => entries).OfType<Country>()
            .SelectMany(country => country.Memberships.Select(membership => (country.Code, membership))).ToList();
        bool AreMemberAndBloc(string one, string other, RelationRecord record) => members.Any(pair =>
            ((pair.Code, pair.membership.Bloc) == (one, other) || (pair.Code, pair.membership.Bloc) == (other, one))
            && !(pair.membership.Since > record.DateEnd?.Year) && !(pair.membership.Until < record.DateStart?.Year));
        foreach (var record in Records)
        {
            var parties = record.Actors.Concat(record.Targets).ToArray();
            var expected =
                from one in parties
                from other in parties
                where string.CompareOrdinal(one, other) < 0
                where (record.Mutual && record.Actors.Contains(one) && record.Actors.Contains(other))
                    || (record.Actors.Contains(one) && record.Targets.Contains(other)) || (record.Actors.Contains(other)
                        && record.Targets.Contains(one))
                where !AreMemberAndBloc(one, other, record)
                select $"{one}-{other}";
            Assert.True(expected.Order(StringComparer.Ordinal).SequenceEqual(record.Dyads), $"{record.Id}: {string.Join(", ", record.Dyads)}");
        }
    }

    [Theory]
    [InlineData("AUS-CHN")] // AUKUS and the Quad are of their members.
    [InlineData("EUU-USA")] // Two senders of sanctions.
    [InlineData("CHN-IND")] // Members of the Quad, and the country that it is to contain.
    public void Countries_that_agree_on_nothing_are_not_a_pair(string dyad) => Assert.DoesNotContain(
        Records.OfType<Agreement>(), agreement => agreement.Dyads.Contains(dyad));

    [Fact]
    public void Scholars_and_newspapers_do_not_act_for_countries() => Assert.All(
        Records.OfType<Statement>().Where(statement => statement.SpeakerRole is { } role
            && (role.Contains("scholar") || role.Contains("lecturer") || role.Contains("director") || role.Contains("expert"))),
        statement => Assert.Empty(statement.Actors));

    [Fact]
    public void Titles_are_short() => Assert.All(Records, record => Assert.InRange(record.Title.Length, 10, 150));

    [Fact]
    public void Every_paragraph_has_its_coverage()
    {
        var entries = Seeds.Entries.Values.SelectMany(entries => entries).ToList();
        var paragraphs = entries.OfType<Source>()
            .SelectMany(source => Enumerable.Range(1, source.ParagraphCount).Select(number => global::Dataset.Coverage.IdOf(source.Id, number)));
        Assert.Equal(paragraphs.Order(), entries.OfType<global::Dataset.Coverage>().Select(coverage => coverage.Id).Order());
    }

    [Fact]
    public void Every_date_has_evidence() => Assert.All(
        Records.Where(record => record.Date is not null),
        record => Assert.True(
            record.Evidence.Any(evidence => evidence.Carries == Carried.Date || Regex.IsMatch(evidence.Exact, "(19|20)[0-9][0-9]")), record.Id));

    [Fact]
    public void Links_are_in_both_directions()
    {
        var byPath = Seeds.Entries.SelectMany(pair => pair.Value.OfType<RelationRecord>().Select(record => (Path: pair.Key.PathOf(record.Id),
            record)))
            .ToDictionary(pair => pair.Path, pair => pair.record);
        Assert.True(byPath.Values.Sum(record => record.Related.Count) > 100);
        foreach (var (path, record) in byPath)
            Assert.All(record.Related, link => Assert.Contains(byPath[link.Record].Related, back => back.Record == path));
    }

    [Fact]
    public void Both_readings_are_valid_seeds() => Assert.All(["a", "b"], reading =>
        new SeedFolder(CommittedFile.PathOf($"seeds/readings/{reading}")).Check());

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
        Records.OfType<Statement>().GroupBy(s => (string.Join(';', s.Speakers), s.Quote)).Where(same => same.Count() > 1).Select(same => same.Key));

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
