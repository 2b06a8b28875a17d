using Benchmarks.Prices;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Benchmarks;

public sealed class RequestGeneratorTests(LoadedApi api) : IClassFixture<LoadedApi>, IAsyncLifetime
{
    private const int OfEach = 3;
    private static readonly ApiDocument Committed = ApiDocument.Parse(File.ReadAllText(CommittedFile.PathOf("src/Api/openapi.json")));
    private KnownValues _known = null!;

    public async ValueTask InitializeAsync() => _known = await KnownValues.ReadAsync(Committed, api.Client, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Requests_of_every_operation_are_valid()
    {
        var generator = new RequestGenerator(Committed, _known, seed: 1);
        var requests = generator.LargestPages().ToList();
        foreach (var operation in generator.Operations)
        {
            requests.Add(generator.Draw(operation));
            for (var i = 1; i < OfEach; i++)
                requests.Add(generator.Vary(requests[^1]));
        }

        var refused = new List<string>();
        foreach (var (number, request) in requests.Index())
        {
            var address = request.Unlike(number).Address;
            using var answer = await api.Client.GetAsync(address, TestContext.Current.CancellationToken);
            if ((int)answer.StatusCode != 200)
                refused.Add($"{(int)answer.StatusCode} {address}");
        }

        Assert.Empty(refused);
        Assert.Contains(generator.Operations, operation => operation.Path == "/v1/panel/chart.{format}");
        Assert.Contains(generator.Operations, operation => $"{operation}" == "/?resource=visits");
    }

    [Fact]
    public void Every_parameter_of_a_list_is_drawn()
    {
        var generator = new RequestGenerator(Committed, _known, seed: 1);
        Assert.All(Committed.Lists, list =>
            Assert.Empty(list.Parameters.Keys.Except(generator.Parameters(list)).Except(["cursor", .. Unknown(list)])));

        // Filters by a field that is null in every record.
        IEnumerable<string> Unknown(Operation list) => list.Parameters.Values
            .Where(parameter => parameter.Field is { } field && _known.Of(list.View, field).Count == 0).Select(parameter => parameter.Name);
    }

    [Fact]
    public void Same_seed_gives_the_same_requests()
    {
        Assert.Equal(Drawn(seed: 7), Drawn(seed: 7));
        Assert.NotEqual(Drawn(seed: 7), Drawn(seed: 8));

        string[] Drawn(int seed)
        {
            var generator = new RequestGenerator(Committed, _known, seed);
            return [.. generator.Operations.Select(operation => generator.Draw(operation).Address)];
        }
    }

    [Fact]
    public async Task Next_page_is_a_request_too()
    {
        var list = Committed.Lists.Single(list => list.Path == "/v1/visits");
        var first = new ApiRequest(list, new Dictionary<string, string> { ["limit"] = "5", ["country"] = "CHN" });
        var page = await api.Client.JsonAsync(first.Unlike(1).Address);
        var next = first.Next(page.GetProperty("page").GetProperty("next").GetString()!);
        Assert.False(next.CanDiffer);
        Assert.Equal(next.Address, next.Unlike(2).Address);
        Assert.Equal(5, (await api.Client.JsonAsync(next.Address)).GetProperty("data").GetArrayLength());
    }
}
