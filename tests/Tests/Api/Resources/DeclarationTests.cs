using Api.Listing.Declare;
using Api.Resources;
using Api.Views;
using Dapper;
using Dataset;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Resources;

/// <summary>The API has every property of the dataset, and one name for each fact.</summary>
public sealed class DeclarationTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Fact]
    public void Every_resource_of_the_dataset_is_registered() =>
        Assert.Equal(ResourceTypes.All.Select(type => type.Name).Order(), Registry.All.Select(resource => resource.Name).Order());

    [Fact]
    public void Narrowing_filters_are_filters_of_the_view() => Assert.All(
        ViewRegistry.All.SelectMany(view => view.Narrowing.Select(name => view.Filters.Single(filter => filter.Parameter == name))),
        filter => Assert.Equal(("", OperatorBinding.Many), (filter.Operator.Suffix, filter.Operator.Binding)));

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public void Every_property_of_a_record_is_served(string resource)
    {
        var declared = Cases.Find(resource);
        Assert.Equal(
            declared.Type.Properties.Select(property => Names.Snake(property.Name)).Where(name => name != "names").Order(),
            declared.Fields.Select(field => field.Name).Order());
        Assert.Equal("id", declared.Fields[0].Name);
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Query_columns_match_the_declaration(string resource)
    {
        await using var database = new NpgsqlConnection(api.Database.ReaderConnection);
        await using var rows = await database.ExecuteReaderAsync(Cases.Find(resource).Sql, new { version = 1 });
        Assert.Equal(
            Cases.Find(resource).Fields.Concat(Cases.Find(resource).FilterColumns).Select(field => field.Name).Append("search"),
            Enumerable.Range(0, rows.FieldCount).Select(rows.GetName));
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public void No_two_filters_have_the_same_name(string resource)
    {
        var names = Cases.Find(resource).Filters.Select(filter => filter.Parameter)
            .Concat(CommonParameter.All.Select(parameter => parameter.Name)).ToArray();
        Assert.Equal(names.Distinct(), names);
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task The_example_is_a_record(string resource) =>
        Assert.Contains(Cases.Find(resource).Example, await api.Client.IdsAsync(resource));

    [Fact]
    public async Task The_role_that_reads_cannot_write()
    {
        foreach (var table in Registry.All.Select(resource => resource.Type.Table).Append("dataset_versions"))
        {
            await using var database = new NpgsqlConnection(api.Database.ReaderConnection);
            await database.OpenAsync();
            await database.ExecuteAsync("set default_transaction_read_only = off");
            var refused = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync($"delete from {table}"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }
}
