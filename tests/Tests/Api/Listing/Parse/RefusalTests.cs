using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Listing.Parse;

/// <summary>An invalid parameter is refused. The error names it and lists the allowed values.</summary>
public sealed class RefusalTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    /// <summary>The number of unknown names in a request that get a suggestion.</summary>
    private const int Suggestions = 10;

    [Theory]
    [InlineData("visits?colour=red", "colour", "unknown_parameter")]
    [InlineData("visits?Limit=1", "Limit", "unknown_parameter")]
    [InlineData("visits?KIND=visit", "KIND", "unknown_parameter")]
    [InlineData("visits?=1", "", "unknown_parameter")]
    [InlineData("visits?kind%00=visit", "kind\0", "unknown_parameter")]
    [InlineData("visits?kind=visit&kind=meeting", "kind", "repeated_parameter")]
    [InlineData("visits?q=&q=putin", "q", "repeated_parameter")]
    [InlineData("visits?kind__gte=visit", "kind__gte", "unknown_operator")]
    [InlineData("visits?title__like=a", "title__like", "unknown_operator")]
    [InlineData("visits?id__is_null=true", "id__is_null", "unknown_operator")]
    [InlineData("visits?country__contains=R", "country__contains", "unknown_operator")]
    [InlineData("visits?sort=colour", "sort", "unknown_field")]
    [InlineData("visits?sort=Date", "sort", "unknown_field")]
    [InlineData("visits?sort=--date", "sort", "unknown_field")]
    [InlineData("visits?sort=date,", "sort", "unknown_field")]
    [InlineData("visits?sort=%2Bdate", "sort", "unknown_field")]
    [InlineData("visits?sort=date,-date", "sort", "invalid_value")]
    [InlineData("visits?fields=id,colour", "fields", "unknown_field")]
    [InlineData("visits?fields=id,,date", "fields", "unknown_field")]
    [InlineData("visits?fields=id,id", "fields", "invalid_value")]
    [InlineData("visits?fields=search", "fields", "unknown_field")]
    [InlineData("visits/facets?by=title", "by", "unknown_field")]
    [InlineData("visits/facets?by=kind,kind", "by", "invalid_value")]
    [InlineData("visits?kind=party", "kind", "unknown_code")]
    [InlineData("visits?kind=Visit", "kind", "unknown_code")]
    [InlineData("visits?kind=visit,%20meeting", "kind", "unknown_code")]
    [InlineData("visits?topic=astrology", "topic", "unknown_code")]
    [InlineData("visits?country=ZZZ", "country", "unknown_reference")]
    [InlineData("visits?country=rus", "country", "unknown_reference")]
    [InlineData("visits?person=nobody-at-all", "person", "unknown_reference")]
    [InlineData("visits?source_id=no-such-source", "source_id", "unknown_reference")]
    [InlineData("visits?dyad=CHN-ZZZ", "dyad", "unknown_reference")]
    [InlineData("visits?dyad=CHN", "dyad", "invalid_value")]
    [InlineData("visits?dyad=CHN-CHN", "dyad", "invalid_value")]
    [InlineData("visits?dyad=CHN-RUS-USA", "dyad", "invalid_value")]
    [InlineData("visits?dataset_version=99", "dataset_version", "unknown_version")]
    [InlineData("visits/any?dataset_version=99", "dataset_version", "unknown_version")]
    [InlineData("dataset?dataset_version=99", "dataset_version", "unknown_version")]
    [InlineData("dataset?dataset_version=one", "dataset_version", "invalid_value")]
    [InlineData("codelists?dataset_version=99", "dataset_version", "unknown_version")]
    [InlineData("visits?dataset_version=0", "dataset_version", "out_of_range")]
    [InlineData("visits?dataset_version=-1", "dataset_version", "invalid_value")]
    [InlineData("visits.xml", "format", "unknown_format")]
    [InlineData("visits.CSV", "format", "unknown_format")]
    [InlineData("visits/any.xml", "format", "unknown_format")]
    [InlineData("visits?format=csv", "format", "unknown_parameter")]
    [InlineData("visits?limit=0", "limit", "out_of_range")]
    [InlineData("visits?limit=1001", "limit", "out_of_range")]
    [InlineData("visits?limit=99999999999999999999", "limit", "out_of_range")]
    [InlineData("visits?date_match=certain", "date_match", "not_applicable")]
    [InlineData("visits?date_from=2022&date_match=maybe", "date_match", "invalid_value")]
    [InlineData("visits?date_from=2023&date_to=2022", "date_to", "out_of_range")]
    [InlineData("visits?date_from=2022-02-05&date_to=2022-02-04", "date_to", "out_of_range")]
    [InlineData("visits?title__contains=a%00b", "title__contains", "invalid_value")]
    [InlineData("visits?title__contains=%0A", "title__contains", "invalid_value")]
    [InlineData("visits?title__contains=%FF", "title__contains", "invalid_value")]
    [InlineData("visits?q=%C3%28", "q", "invalid_value")]
    [InlineData("visits?q=a%ED%A0%80", "q", "invalid_value")]
    [InlineData("visits?note__is_null=yes", "note__is_null", "invalid_value")]
    [InlineData("visits?note__is_null=True", "note__is_null", "invalid_value")]
    [InlineData("visits?kind=,", "kind", "invalid_value")]
    [InlineData("visits?kind=visit,", "kind", "invalid_value")]
    [InlineData("visits?country=RUS,,CHN", "country", "invalid_value")]
    [InlineData("visits.csv?limit=5", "limit", "not_applicable")]
    [InlineData("visits.ndjson?limit=5", "limit", "not_applicable")]
    [InlineData("visits.csv?cursor=abc", "cursor", "not_applicable")]
    [InlineData("visits?bom=true", "bom", "not_applicable")]
    [InlineData("visits.json?bom=true", "bom", "not_applicable")]
    [InlineData("visits.ndjson?bom=true", "bom", "not_applicable")]
    [InlineData("visits.csv?bom=yes", "bom", "invalid_value")]
    [InlineData("visits?by=kind", "by", "not_applicable")]
    [InlineData("visits/facets?sort=id", "sort", "not_applicable")]
    [InlineData("visits/facets?limit=1", "limit", "not_applicable")]
    [InlineData("visits/facets?fields=id", "fields", "not_applicable")]
    [InlineData("visits/any?q=putin", "q", "not_applicable")]
    [InlineData("visits/any?kind=visit", "kind", "unknown_parameter")]
    [InlineData("people?date_from=2022", "date_from", "unknown_parameter")]
    [InlineData("codelists?q=a", "q", "unknown_parameter")]
    [InlineData("dataset/versions?dataset_version=1", "dataset_version", "unknown_parameter")]
    [InlineData("?limit=1", "limit", "unknown_parameter")]
    [InlineData("problems?a=b", "a", "unknown_parameter")]
    public async Task Single_mistake_is_a_single_error(string address, string parameter, string code) =>
        await api.Client.ErrorAsync($"/v1{(address[0] == '?' ? "" : "/")}{address}", parameter, code);

    [Theory]
    [InlineData("visits?limt=1", "limit")]
    [InlineData("visits?LIMIT=1", "limit")]
    [InlineData("visits?countries=RUS", "country")]
    [InlineData("visits?title__contain=a", "title__contains")]
    [InlineData("visits?sort=-dat", "date")]
    [InlineData("visits?fields=id,titel", "title")]
    [InlineData("visits?kind=vist", "visit")]
    [InlineData("visits?kind=Meeting", "meeting")]
    [InlineData("visits?country=rus", "RUS")]
    [InlineData("visits?person=sergei-lavrov", "sergey-lavrov")]
    [InlineData("visits?dyad=RUS-CHN", "CHN-RUS")]
    [InlineData("visits.cvs", "csv")]
    [InlineData("visits?note__is_null=tru", "true")]
    [InlineData("visits?date_from=2022&date_match=certainly", "certain")]
    public async Task Misspelled_values_get_suggestions(string address, string meant)
    {
        var error = Assert.Single(await api.Client.ErrorsAsync($"/v1/{address}"));
        Assert.Equal(meant, error.DidYouMean);
        if (error.Allowed is not null)
            Assert.Contains(meant, error.Allowed);
    }

    [Fact]
    public async Task All_errors_are_reported_together()
    {
        var errors = await api.Client.ErrorsAsync(
            "/v1/visits?colour=red&limit=0&kind=party,ball&sort=shape&fields=size&date_from=soon&country=ZZZ&q=!&cursor=abc"
            + "&occurrences__gte=many&note__is_null=maybe&title__like=a");
        Assert.Equal(
            [
                "colour", "country", "cursor", "date_from", "fields", "kind", "kind", "limit",
                "note__is_null", "occurrences__gte", "q", "sort", "title__like",
            ],
            errors.Select(error => error.Parameter).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Unknown_version_is_reported_with_other_errors()
    {
        var errors = await api.Client.ErrorsAsync("/v1/visits?dataset_version=99&colour=red");
        Assert.Equal(["colour", "dataset_version"], errors.Select(error => error.Parameter).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Hundred_values_are_the_maximum()
    {
        Assert.Empty(await api.Client.IdsAsync("visits", $"id={string.Join(',', Enumerable.Range(0, 100).Select(i => $"v{i}"))}"));
        await api.Client.ErrorAsync($"/v1/visits?id={string.Join(',', Enumerable.Range(0, 101).Select(i => $"v{i}"))}", "id", "out_of_range");
    }

    [Fact]
    public async Task Twenty_alternatives_are_the_maximum()
    {
        string Joined(int count) => string.Join("%20or%20", Enumerable.Range(0, count).Select(i => $"v{i}"));
        Assert.Empty(await api.Client.IdsAsync("visits", $"q={Joined(20)}"));
        await api.Client.ErrorAsync($"/v1/visits?q={Joined(21)}", "q", "out_of_range");
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Empty_value_means_absent(string resource)
    {
        var empty = string.Join('&', Cases.Find(resource).Filters.Select(filter => filter.Parameter + "=")
            .Append("q").Append("sort=").Append("fields="));
        Assert.Equal(await api.Client.GetStringAsync($"/v1/{resource}.ndjson"), await api.Client.GetStringAsync($"/v1/{resource}.ndjson?{empty}"));
        Assert.Equal(
            (await api.Client.JsonAsync($"/v1/{resource}")).GetRawText(),
            (await api.Client.JsonAsync($"/v1/{resource}?&&limit=&cursor=&dataset_version=&sort=&")).GetRawText());
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Filters_are_case_sensitive_and_unique(string resource)
    {
        var names = Cases.Find(resource).Filters.Select(filter => filter.Parameter).ToArray();
        var repeated = await api.Client.ErrorsAsync($"/v1/{resource}?{string.Join('&', names.Select(name => $"{name}=&{name}="))}");
        Assert.Equal(names.Select(name => (name, "repeated_parameter")), repeated.Select(error => (error.Parameter, error.Code)));
        var upper = await api.Client.ErrorsAsync($"/v1/{resource}?{string.Join('&', names.Select(name => $"{name.ToUpperInvariant()}="))}");
        Assert.Equal(
            names.Select((name, i) => (name.ToUpperInvariant(), "unknown_parameter", i < Suggestions ? name : null)),
            upper.Select(error => (error.Parameter, error.Code, error.DidYouMean)));
    }
}
