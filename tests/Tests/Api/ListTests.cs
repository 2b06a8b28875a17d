using Tests.Fixtures;
using Xunit;

namespace Tests.Api;

public sealed class ListTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Fact]
    public async Task A_list_answers() => Assert.Contains("\"data\"", await api.Client.GetStringAsync("/v1/visits"));
}
