using Tests.Fixtures;
using Xunit;

namespace Tests.Repository;

/// <summary>Each namespace of src/ has a floor, and uses only namespaces on lower floors.</summary>
public sealed class FloorTests
{
    private static readonly Lazy<Floors> Source = new(() => new Floors(CommittedFile.PathOf("src")));

    [Fact]
    public void No_file_uses_a_higher_floor() => Assert.Empty(Source.Value.Violations());

    [Fact]
    public void Every_namespace_has_a_floor() => Assert.Empty(Source.Value.NamespacesWithoutFloor());

    [Theory]
    [InlineData("a type that a using line brings", "namespace Api.Http; using Api.Guards; class Low { Limits? _limits; }", "Api.Guards")]
    [InlineData("a type by its whole name", "namespace Api.Http; class Low { Api.Guards.Limits? _limits; }", "Api.Guards")]
    [InlineData("a type of a parent namespace, without a using line",
        "namespace Api.Http; class Low { object Build() => ApiApplication.Build([]); }", "Api")]
    [InlineData("a constant, of which compiled code has no trace",
        "namespace Api.Database; class Low { const string Title = Api.Http.ApiIdentity.Title; }", "Api.Http")]
    [InlineData("a static import", "namespace Api.Database; using static Api.Http.ApiIdentity; class Low { string Name => Title; }", "Api.Http")]
    [InlineData("an alias", "namespace Api.Database; using Name = Api.Http.ApiIdentity; class Low { string Text => Name.Title; }", "Api.Http")]
    [InlineData("an extension method",
        "namespace Api.Guards; using Api.Reading; class Low { void Map(IEndpointRouteBuilder routes) => routes.MapViews(); }", "Api.Reading")]
    [InlineData("the type of a member of a lower floor",
        "namespace Dataset; class Low { object Text(Api.Listing.Declare.View view) => view.Name; }", "Api.Listing.Declare")]
    public void A_use_of_a_higher_floor_is_found(string sort, string code, string higher) =>
        Assert.True(Source.Value.Violations(code).Any(violation => violation.EndsWith($" uses {higher}", StringComparison.Ordinal)), sort);
}
