using Api.Views;
using Dataset;
using Xunit;

namespace Tests.Dataset;

public sealed class CodeListTests
{
    [Fact]
    public void Every_enum_that_a_record_or_a_view_holds_is_a_code_list()
    {
        var held = ResourceTypes.All.SelectMany(resource => resource.Properties).Concat(ViewRegistry.All.SelectMany(view => view.Fields.Select(field => field.Property))).SelectMany(property => TypesIn(property.PropertyType)).Where(type => type.IsEnum);

        Assert.Equal(
            held.Distinct().Select(type => type.Name).Order(),
            ServedCodeLists.All.Values.Select(list => list.Type.Name).Order());
    }

    [Fact]
    public void The_dataset_has_only_the_code_lists_of_its_records()
    {
        var held = ResourceTypes.All.SelectMany(resource => resource.Properties).SelectMany(property => TypesIn(property.PropertyType)).Where(type => type.IsEnum);

        Assert.Equal(
            held.Distinct().Select(type => type.Name).Order(),
            CodeLists.All.Values.Select(list => list.Type.Name).Order());
    }

    [Fact]
    public void Every_code_is_one_lower_case_word_or_a_unit_and_says_what_it_means() => Assert.All(ServedCodeLists.All, pair =>
    {
        Assert.Equal(pair.Key, pair.Value.Name);
        Assert.NotEmpty(pair.Value.Definition);
        Assert.NotEmpty(pair.Value.Codes);
        Assert.All(pair.Value.Codes, code =>
        {
            Assert.Matches("^([a-z]+(_[a-z]+)*|USD)$", code.Name);
            Assert.EndsWith(".", code.Definition);
            Assert.Same(code, pair.Value.Find(code.Name));
            Assert.Equal(code.Name, pair.Value.NameOf(code.Value));
        });
    });

    [Fact]
    public void No_two_codes_of_a_list_mean_the_same() => Assert.All(
        ServedCodeLists.All.Values, list => Assert.Equal(list.Codes.Count, list.Codes.Select(code => code.Definition).Distinct().Count()));

    [Fact]
    public void A_code_is_found_by_its_exact_name_only()
    {
        var units = CodeLists.Of(typeof(TradeUnit));

        Assert.NotNull(units.Find("USD"));
        Assert.All(["usd", "Usd", "USD ", "", "0"], name => Assert.Null(units.Find(name)));
        Assert.Throws<KeyNotFoundException>(() => CodeLists.Of(typeof(DayOfWeek)));
    }

    private static IEnumerable<Type> TypesIn(Type type) =>
        type.IsGenericType ? type.GetGenericArguments().SelectMany(TypesIn)
        : type.Assembly == typeof(Entry).Assembly && type.IsClass && type != typeof(FuzzyDate)
            ? type.GetProperties().SelectMany(property => TypesIn(property.PropertyType)).Prepend(type)
            : [type];
}
