using Api.Features.Page;
using Api.Resources;
using Xunit;

namespace Tests.Api.Features.Page;

/// <summary>Dates and quantities in words are as precise as the data, with every digit.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData("2022-02-04", "4 February 2022")]
    [InlineData("2022-09", "some time in September 2022")]
    [InlineData("2023", "some time in 2023")]
    [InlineData("2021~", "about 2021")]
    [InlineData("2022-09?", "perhaps September 2022")]
    [InlineData("2022-02-04%", "perhaps about 4 February 2022")]
    [InlineData("201X", "some time in the years 2010 to 2019")]
    [InlineData("20XX", "some time in the years 2000 to 2099")]
    [InlineData("2022-XX", "some month of 2022")]
    [InlineData("2022-02-XX", "some day of February 2022")]
    [InlineData("2022-XX-XX", "some day of 2022")]
    [InlineData("2021-21", "some time in spring 2021")]
    [InlineData("2021-24", "some time in winter 2021–2022")]
    [InlineData("2023-05-22/2023-05-28", "from 22 May 2023 to 28 May 2023")]
    [InlineData("2022-10/2023~", "from October 2022 to about 2023")]
    [InlineData("2022-02-24/..", "from 24 February 2022 on")]
    [InlineData("../2014", "until 2014")]
    [InlineData("[..2014]", "at some time up to 2014")]
    [InlineData("[2023-05-22..2023-05-26]", "at some time from 22 May 2023 to 26 May 2023")]
    [InlineData("[2023-03-20..]", "at some time from 20 March 2023 on")]
    [InlineData("2004-06/", "from June 2004 to an unknown end")]
    [InlineData("/2006", "from an unknown beginning to 2006")]
    public void Dates_in_words_keep_their_precision(string date, string words) => Assert.Equal(words, DateWords.Of(date));

    [Theory]
    [InlineData("2022", "2022")]
    [InlineData("2022-09", "September 2022")]
    [InlineData("2021~", "about 2021")]
    public void Durations_are_not_moments_within_a_period(string date, string words) => Assert.Equal(words, DateWords.Of(date, isPeriod: true));

    [Fact]
    public void Null_has_the_meaning_that_its_field_gives_it()
    {
        Assert.Equal("null for all goods", ValueWords.OfNull("trade-figures", "commodity"));
        Assert.Equal("null when unknown", ValueWords.OfNull("visits", "date"));
        Assert.All(
            Registry.All.SelectMany(resource => resource.Fields.Where(field => field.Nullable).Select(field => (resource, field))),
            pair => Assert.StartsWith("null ", ValueWords.OfNull(pair.resource.Name, pair.field.Name)));
    }

    [Theory]
    [InlineData("2022-02-04", false)]
    [InlineData("2022-02-XX", true)]
    [InlineData("2022-02-04~", true)]
    [InlineData("2022", true)]
    [InlineData("2023-05-22/2023-05-28", true)]
    public void Only_a_day_is_certain(string date, bool isUncertain) => Assert.Equal(isUncertain, DateWords.IsUncertain(date));

    [Theory]
    [InlineData("190000000000", "USD", "nearly", "nearly 190 billion USD")]
    [InlineData("1234567", "USD", "exact", "1,234,567 USD")]
    [InlineData("8070000", "count", "exact", "8.07 million")]
    [InlineData("1234567.89", "USD", null, "1,234,567.89 USD")]
    [InlineData("1000000000001", "USD", "at_least", "at least 1,000,000,000,001 USD")]
    [InlineData("36", "percent", "more_than", "more than 36 percent")]
    [InlineData("-2500000", "count", null, "-2.5 million")]
    [InlineData("1", "rank", "exact", "rank 1")]
    [InlineData("0", null, null, "0")]
    public void Quantity_keeps_digits_unit_and_qualifier(string value, string? unit, string? qualifier, string words) =>
        Assert.Equal(words, ValueWords.Of(decimal.Parse(value), unit, qualifier));

    [Theory]
    [InlineData("trade-figures", "commodity", "null for all goods")]
    [InlineData("statements", "speaker_role", "null when it gives none")]
    [InlineData("statements", "no_such_field", "null")]
    public void Null_has_the_words_of_its_field(string resource, string field, string words) =>
        Assert.Equal(words, ValueWords.OfNull(resource, field));
}
