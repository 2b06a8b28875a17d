using Dataset;
using Xunit;

namespace Tests.Dataset;

public sealed class DocumentationTests
{
    [Fact]
    public void Every_resource_and_field_says_what_it_is() => Assert.All(ResourceTypes.All, resource =>
    {
        Assert.NotEmpty(Documentation.Of(resource.Record));
        Assert.All(resource.Properties, property => Assert.EndsWith(".", Documentation.Of(property)));
    });

    [Fact]
    public void Nested_objects_are_documented_too() => Assert.All(
        new[] { typeof(Evidence), typeof(Participant), typeof(Attendee), typeof(DatasetDescription) },
        type => Assert.All(type.GetProperties(), property => Assert.NotEmpty(Documentation.Of(property))));

    [Fact]
    public void Documentation_is_plain_text_in_one_line() => Assert.All(
        ResourceTypes.All.SelectMany(resource => resource.Properties).Select(Documentation.Of),
        text =>
        {
            Assert.DoesNotContain('\n', text);
            Assert.DoesNotContain("  ", text);
            Assert.DoesNotContain('<', text);
        });

    [Fact]
    public void An_undocumented_member_is_a_loud_failure()
    {
        var undocumented = typeof(DocumentationTests).GetMethod(nameof(An_undocumented_member_is_a_loud_failure))!;

        Assert.Throws<ArgumentException>(() => Documentation.Of(undocumented));
        Assert.Throws<InvalidOperationException>(() => Documentation.Of(typeof(DocumentationTests)));
    }

    [Fact]
    public void A_fact_has_one_name_with_one_meaning()
    {
        // The same name in two resources may have another description, but not another type.
        var types = ResourceTypes.All.SelectMany(resource => resource.Properties)
            .Where(property => !(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType).IsEnum)
            .GroupBy(property => property.Name, property => property.PropertyType);

        Assert.All(types, same => Assert.Single(same.Distinct()));
    }
}
