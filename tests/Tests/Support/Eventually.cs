using System.Diagnostics;
using System.Net;
using Xunit;

namespace Tests.Support;

/// <summary>Waits for a condition, and fails when it is not met in time.</summary>
internal static class Eventually
{
    /// <summary>Waits until the condition is met.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo, int seconds = 30)
    {
        var clock = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(seconds), $"Not so within {seconds} s: {what}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until the answer of an address has a status.</summary>
    public static Task UntilAsync(this HttpClient client, string address, HttpStatusCode status, int seconds = 30) =>
        UntilAsync($"{address} answers {(int)status}", async () =>
        {
            using var answer = await client.GetAsync(address);
            return answer.StatusCode == status;
        }, seconds);
}
