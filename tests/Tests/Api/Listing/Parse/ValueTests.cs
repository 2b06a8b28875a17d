using Api.Listing.Declare;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Listing.Parse;

/// <summary>Every filter parses values of its kind strictly.</summary>
public sealed class ValueTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private static readonly string[] NoNumbers =
    [
        "1.5e3", "1e9", "NaN", "Infinity", "-Infinity", "+1", " 1", "1 ", "1,", "٣", "１", "0x1F", "1_000",
        "--1", "-", ".", ".5", "5.", "1.2.3", "one", "½", "1'000", "(1)", "$1", "1%",
    ];

    private static readonly string[] NoDays =
    [
        "2022", "2022-02", "2022-2-4", "2022-02-30", "2023-02-29", "2022-13-01", "2022-00-10", "04.02.2022",
        "2022-02-04T00:00:00Z", "20220204", " 2022-02-04", "٢٠٢٢-٠٢-٠٤", "0000-01-01", "today",
    ];

    private static readonly string[] NoDates = ["2022-2", "22", "2022-02-30", "2023/2022", "2022-02-04T00:00", "yesterday", "2022 "];

    private static readonly string[] NoWindows =
    [
        "22", "2022-2", "2022-02-30", "2022-13", "2022-21", "2022~", "201X", "2022/2023", "2022-02-04T00:00Z",
        "0000", "20222", "-2022", " 2022", "2022,2023", "٢٠٢٢", "now",
    ];

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Malformed_number_is_refused(string resource)
    {
        await RefusedAsync(resource, NoNumbers, ValueKind.WholeNumber, ValueKind.ExactNumber);
        await RefusedAsync(resource, ["1.5", "1.0", "99999999999"], ValueKind.WholeNumber);
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task A_negative_number_is_a_number(string resource)
    {
        foreach (var filter in Of(resource, ValueKind.WholeNumber, ValueKind.ExactNumber).Where(filter => Meaning.Operator(filter) == "__gte"))
        {
            var rows = await api.Client.RowsAsync(resource);
            Assert.Equal(
                ApiRequests.Ids(rows.Where(row => Meaning.Holds(filter, "-1000", row))),
                await api.Client.IdsAsync(resource, $"sort=id&{filter.Parameter}=-1000"));
        }
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Malformed_day_is_refused(string resource) => await RefusedAsync(resource, NoDays, ValueKind.Date);

    [Theory, MemberData(nameof(Cases.DatedResource), MemberType = typeof(Cases))]
    public async Task Malformed_EDTF_date_is_refused(string resource) => await RefusedAsync(resource, NoDates, ValueKind.FuzzyDate);

    [Theory, MemberData(nameof(Cases.DatedResource), MemberType = typeof(Cases))]
    public async Task Window_is_in_days_months_or_years(string resource)
    {
        foreach (var text in NoWindows)
        {
            await api.Client.ErrorAsync($"/v1/{resource}?{ApiRequests.Parameter("date_from", text)}", "date_from", "invalid_value");
            await api.Client.ErrorAsync($"/v1/{resource}?{ApiRequests.Parameter("date_to", text)}", "date_to", "invalid_value");
        }
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Unknown_code_is_refused_with_alternatives(string resource)
    {
        var filters = Cases.Find(resource).Filters;
        foreach (var filter in filters.Where(filter => filter.Field.Codes is not null && Meaning.Operator(filter) != "__is_null"))
        {
            var error = await api.Client.ErrorAsync($"/v1/{resource}?{filter.Parameter}=no-such-code", filter.Parameter, "unknown_code");
            Assert.Equal(filter.Field.Codes!.Codes.Select(code => code.Name), error.Allowed!);
        }
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task A_reference_to_nothing_is_refused(string resource)
    {
        var filters = Cases.Find(resource).Filters.Where(filter => filter.Field.Refers != Reference.None);
        foreach (var filter in filters.Where(filter => Meaning.Operator(filter) is "" or "__not" or "__all"))
        {
            var nothing = filter.Field.Refers switch
            {
                Reference.Dyad => "QQQ-QQZ",
                Reference.DirectedDyad => "QQQ>QQZ",
                _ => "qqq",
            };
            await api.Client.ErrorAsync($"/v1/{resource}?{filter.Parameter}={nothing}", filter.Parameter, "unknown_reference");
        }
    }

    [Theory]
    [InlineData("-1"), InlineData("1.5"), InlineData("1e2"), InlineData("NaN"), InlineData("+1"), InlineData(" 1"), InlineData("1 ")]
    [InlineData("٣"), InlineData("0x10"), InlineData("ten"), InlineData("1,000")]
    public async Task A_limit_is_plain_digits(string limit) =>
        await api.Client.ErrorAsync($"/v1/visits?{ApiRequests.Parameter("limit", limit)}", "limit", "invalid_value");

    /// <summary>Sends each text to all filters of those kinds at once. Every filter must refuse it.</summary>
    private async Task RefusedAsync(string resource, string[] texts, params ValueKind[] kinds)
    {
        var parameters = Of(resource, kinds).Select(filter => filter.Parameter).ToArray();
        foreach (var text in parameters.Length == 0 ? [] : texts)
        {
            var question = string.Join('&', parameters.Select(parameter => ApiRequests.Parameter(parameter, text)));
            var errors = await api.Client.ErrorsAsync($"/v1/{resource}?{question}");
            Assert.All(errors, error => Assert.Equal("invalid_value", error.Code));
            Assert.Equal(parameters, errors.Select(error => error.Parameter).Distinct());
        }
    }

    private static IEnumerable<FieldFilter> Of(string resource, params ValueKind[] kinds) =>
        Cases.Find(resource).Filters.Where(filter => kinds.Contains(filter.Field.Kind) && Meaning.Operator(filter) != "__is_null");
}
