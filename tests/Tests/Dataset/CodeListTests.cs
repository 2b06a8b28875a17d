using Api.Views;
using Dataset;
using Xunit;

namespace Tests.Dataset;

public sealed class CodeListTests
{
    [Fact]
    public void Every_enum_is_a_code_list()
    {
        var held = ResourceTypes.All.SelectMany(resource => resource.Properties)
            .Concat(ViewRegistry.All.SelectMany(view => view.Fields.Select(field => field.Property!)))
            .SelectMany(property => TypesIn(property.PropertyType)).Where(type => type.IsEnum);

        Assert.Equal(
            held.Distinct().Select(type => type.Name).Order(),
            ServedCodeLists.All.Values.Select(list => list.Type.Name).Order());
    }

    [Fact]
    public void Dataset_holds_only_its_records_code_lists()
    {
        var held = ResourceTypes.All.SelectMany(resource => resource.Properties)
            .SelectMany(property => TypesIn(property.PropertyType)).Where(type => type.IsEnum);

        Assert.Equal(
            held.Distinct().Select(type => type.Name).Order(),
            CodeLists.All.Values.Select(list => list.Type.Name).Order());
    }

    [Fact]
    public void Codes_are_lower_case_and_documented() => Assert.All(ServedCodeLists.All, pair =>
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
    public void Codes_of_a_list_differ_in_meaning() => Assert.All(
        ServedCodeLists.All.Values, list => Assert.Equal(list.Codes.Count, list.Codes.Select(code => code.Definition).Distinct().Count()));

    [Fact]
    public void Codes_match_by_exact_name_only()
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
