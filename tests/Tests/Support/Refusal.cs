using System.Text.Json;
using Xunit;

namespace Tests.Support;

/// <summary>Reads problem documents, and checks that each has the form of every error.</summary>
internal static class Refusal
{
    /// <summary>Reads the problem of an answer.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, int status)
    {
        var body = await response.Content.ReadAsStringAsync();
        var address = response.RequestMessage!.RequestUri!;
        Assert.True((int)response.StatusCode == status, $"{address} answers {(int)response.StatusCode}, not {status}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        Assert.Contains("no-store", response.Header("Cache-Control"));
        var problem = JsonSerializer.Deserialize<JsonElement>(body);
        Assert.StartsWith("/v1/problems/", problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        foreach (var member in new[] { "title", "detail", "instance", "trace_id" })
            Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty(member).GetString()), $"{member} is missing: {body}");
        return problem;
    }

    /// <summary>Reads the problem at an address.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpClient client, string address, int status)
    {
        using var response = await client.GetAsync(address);
        return await response.ProblemAsync(status);
    }

    /// <summary>Reads the errors of a bad request.</summary>
    public static async Task<Error[]> ErrorsAsync(this HttpClient client, string address)
    {
        var problem = await client.ProblemAsync(address, 400);
        var errors = problem.GetProperty("errors").EnumerateArray().Select(error => new Error(
            error.GetProperty("parameter").GetString()!,
            error.GetProperty("code").GetString()!,
            error.GetProperty("detail").GetString()!,
            error.TryGetProperty("allowed", out var allowed) ? [.. allowed.EnumerateArray().Select(value => value.GetString()!)] : null,
            error.TryGetProperty("did_you_mean", out var near) ? near.GetString() : null)).ToArray();
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.False(string.IsNullOrWhiteSpace(error.Detail)));
        return errors;
    }

    /// <summary>Reads the only error of a bad request.</summary>
    public static async Task<Error> ErrorAsync(this HttpClient client, string address, string parameter, string code)
    {
        var errors = await client.ErrorsAsync(address);
        Assert.True(errors.Length == 1 && errors[0].Parameter == parameter && errors[0].Code == code,
            $"{address} should be refused for {parameter}: {code}, but is for {string.Join("; ", errors.Select(e => $"{e.Parameter}: {e.Code}"))}");
        return errors[0];
    }
}
