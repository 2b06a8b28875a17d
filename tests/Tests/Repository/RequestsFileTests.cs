using System.Text.RegularExpressions;
using Tests.Fixtures;
using Xunit;

namespace Tests.Repository;

/// <summary>The example requests get the answers that their comments describe.</summary>
public sealed partial class RequestsFileTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Fact]
    public async Task Requests_have_the_statuses_they_name()
    {
        var requests = Request().Matches(await File.ReadAllTextAsync(CommittedFile.PathOf("src/Api/requests.http")));
        var answered = new List<string>();
        foreach (Match request in requests)
        {
            using var response = await api.Client.GetAsync(request.Groups["address"].Value);
            answered.Add($"{(int)response.StatusCode} {request.Groups["address"].Value}");
        }

        Assert.Equal(requests.Select(request => $"{request.Groups["status"].Value} {request.Groups["address"].Value}"), answered);
    }

    [Fact]
    public async Task Every_line_is_part_of_a_request()
    {
        var file = await File.ReadAllTextAsync(CommittedFile.PathOf("src/Api/requests.http"));
        Assert.Equal(11, Request().Count(file));
        Assert.Contains(Request().Matches(file), request => request.Groups["status"].Value == "400");
        Assert.Equal("@host = http://localhost:5080", Request().Replace(file, "").Trim());
    }

    [GeneratedRegex(@"^### (?<status>\d{3}): .+\nGET \{\{host\}\}(?<address>/\S*)$", RegexOptions.Multiline)]
    private static partial Regex Request();
}
