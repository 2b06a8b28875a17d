using Api.Listing.Declare;
using Api.Resources;
using Xunit;
using static Tests.Support.Parsing;

namespace Tests.Api.Listing.Declare;

/// <summary>The declaration of a field and the type of its property determine its filters and its description.</summary>
public sealed class FieldTests
{
    [Theory]
    [InlineData("visits", "id", nameof(ValueKind.Text), false, "id id__not id__contains")]
    [InlineData("visits", "kind", nameof(ValueKind.Code), false, "kind kind__not")]
    [InlineData("visits", "occurrences", nameof(ValueKind.WholeNumber), true, "occurrences occurrences__gte occurrences__lte occurrences__is_null")]
    [InlineData("visits", "from_country", nameof(ValueKind.Text), true, "from_country from_country__not from_country__is_null")]
    [InlineData("visits", "date", nameof(ValueKind.FuzzyDate), true, "date date__is_null")]
    [InlineData("visits", "date_start", nameof(ValueKind.Date), true, "date_start date_start__gte date_start__lte date_start__is_null")]
    [InlineData("visits", "countries", nameof(ValueKind.List), false, "country country__all country__not")]
    [InlineData("visits", "contradicts", nameof(ValueKind.List), false, "contradicts contradicts__all contradicts__not")]
    [InlineData("visits", "evidence", nameof(ValueKind.Objects), false, "")]
    [InlineData("visits", "date_note", nameof(ValueKind.Text), true, "")]
    [InlineData("trade-figures", "value", nameof(ValueKind.ExactNumber), false, "value value__gte value__lte")]
    [InlineData("trade-figures", "commodity", nameof(ValueKind.Text), true, "commodity commodity__not commodity__contains commodity__is_null")]
    [InlineData("panel", "trade_total_status", nameof(ValueKind.Code), true,
        "trade_total_status trade_total_status__not trade_total_status__is_null")]
    public void Value_type_determines_the_operators(string view, string name, string kind, bool nullable, string filters)
    {
        var field = View(view).Find(name)!;
        Assert.Equal((kind, nullable), (field.Kind.Name, field.Nullable));
        Assert.Equal(filters, string.Join(' ', View(view).Filters.Where(filter => filter.Field == field).Select(filter => filter.Parameter)));
    }

    [Theory]
    [InlineData("kind", "Keeps records whose kind equals one of the values, separated by commas. kind: ")]
    [InlineData("kind__not", "Keeps records whose kind equals none of the values, separated by commas, or is null.")]
    [InlineData("occurrences__gte", "Keeps records whose occurrences is at least the value.")]
    [InlineData("occurrences__lte", "Keeps records whose occurrences is at most the value.")]
    [InlineData("occurrences__is_null", "Keeps records whose occurrences is null (true) or has a value (false).")]
    [InlineData("title__contains", "Keeps records whose title contains the text, in upper or lower case.")]
    [InlineData("country", "Keeps records whose countries has at least one of the values, separated by commas. countries: ")]
    [InlineData("country__all", "Keeps records whose countries has all of the values, separated by commas.")]
    [InlineData("country__not", "Keeps records whose countries has none of the values, separated by commas.")]
    public void Filter_descriptions_name_operator_or_field(string parameter, string description)
    {
        var filter = View("visits").Filters.Single(filter => filter.Parameter == parameter);
        Assert.Equal(filter.Operator.Suffix.Length == 0 ? description + filter.Field.Description : description, filter.Description);
    }

    [Theory]
    [InlineData("visits", "occurrences", "r.occurrences::text as occurrences")]
    [InlineData("visits", "title", "r.title")]
    [InlineData("visits", "kind", "r.kind")]
    [InlineData("visits", "date", "r.date")]
    [InlineData("visits", "date_start", "r.date_start::text as date_start")]
    [InlineData("visits", "places", "array_to_string(r.places, ';') as places")]
    [InlineData("visits", "hosts", "r.hosts::text as hosts")]
    [InlineData("trade-figures", "value", "r.value::text as value")]
    public void A_cell_is_a_text(string view, string field, string cell) => Assert.Equal(cell, View(view).Find(field)!.Cell);

    [Theory]
    [InlineData("kind", "kind", nameof(ValueKind.Code), "visit_kind")]
    [InlineData("topic", "topic", nameof(ValueKind.Code), "topic")]
    [InlineData("person", "person", nameof(ValueKind.Text), null)]
    [InlineData("year", "year", nameof(ValueKind.Text), null)]
    public void Group_column_has_the_fields_codes(string by, string name, string kind, string? codes)
    {
        var field = ParseRequest("visits", $"group_by={by}").Fields[0];
        Assert.Equal((name, kind, codes), (field.Name, field.Kind.Name, field.Codes?.Name));
    }

    [Theory]
    [InlineData("visits", "kind", "kind", "Kind of contact, from the code list visit_kind.")]
    [InlineData("visits", "topic", "topic", "With group_by: one of topics; null for records that have none.")]
    [InlineData("visits", "year", "year",
        "With group_by: year that contains the whole date, as 2022; null when the date is unknown or not within one year.")]
    [InlineData("visits", "kind", "date_start_min", "With group_by: smallest date_start in the group.")]
    [InlineData("visits", "kind", "date_start_max", "With group_by: largest date_start in the group.")]
    [InlineData("trade-figures", "flow", "value_min", "With group_by: smallest value in the group; null when the group mixes values of unit.")]
    public void A_column_of_groups_says_what_it_is(string view, string by, string name, string description) =>
        Assert.Equal(description, ParseRequest(view, $"group_by={by}").Fields.Single(field => field.Name == name).Description);

    [Fact]
    public void A_type_that_no_kind_covers_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => new View("made-up", typeof(Version), "", "major", ["minor_revision"]));

    [Fact]
    public void A_resource_knows_its_side_of_the_dataset()
    {
        Assert.All(Registry.All, resource => Assert.Equal((resource.Name, resource.Record), (resource.Type.Name, resource.Type.Record)));
        Assert.Equal("trade_figures", View("trade-figures").Identifier);
        Assert.Equal("trade_figures_series", View("trade-figures/series").Identifier);
    }
}
