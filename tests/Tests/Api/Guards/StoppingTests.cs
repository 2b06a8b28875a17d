using System.Net;
using Dapper;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Guards;

/// <summary>A service that stops reports it first, and finishes its answers.</summary>
public sealed class StoppingTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task Shutdown_under_load_drains_running_requests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals on Windows.");
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using (var patient = await database.Owner.OpenConnectionAsync())
            await patient.ExecuteAsync($"alter role relations_reader in database {patient.Database} set statement_timeout = '60s'");
        await using var api = await ServiceProcess.StartAsync(database, "", "--Limits:DrainSeconds", "3");
        await api.Client.UntilAsync("/health/ready", HttpStatusCode.OK);
        await api.Client.JsonAsync("/v1/statements?limit=1");

        // One answer is in progress all the time. The others arrive as long as a balancer would send them.
        await using var owner = await database.Owner.OpenConnectionAsync();
        var held = await owner.BeginTransactionAsync();
        await owner.ExecuteAsync("lock table visits in access exclusive mode");
        var slow = api.Client.RequestAsync("/v1/visits");
        await Eventually.UntilAsync("it waits", async () => await owner.ExecuteScalarAsync<bool>(
            $"select exists (select from pg_locks where not granted and relation = 'visits'::regclass and {TestDatabase.HasLock})"));
        var isReady = true;
        var asked = 0;
        var load = Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            var strange = new List<string>();
            for (var i = 0; Volatile.Read(ref isReady); i++)
            {
                try
                {
                    using var answer = await api.Client.GetAsync($"/v1/statements?limit={1 + (i % 900)}");
                    if (answer.StatusCode != HttpStatusCode.OK)
                        strange.Add($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                }
                catch (HttpRequestException e)
                {
                    strange.Add(e.ToString());
                }

                Interlocked.Increment(ref asked);
            }

            return strange;
        })).ToArray();
        await Eventually.UntilAsync("under load", () => Task.FromResult(Volatile.Read(ref asked) > 20));

        await api.TerminateAsync();
        await api.Client.UntilAsync("/health/ready", HttpStatusCode.ServiceUnavailable);
        using (var answer = await api.Client.RequestAsync("/v1/statements?limit=1")) // From the cache, for a client that does not know of the stop.
            Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, answer.Headers.ConnectionClose));
        using (var refused = await api.Client.RequestAsync("/health/ready"))
            Assert.Contains("about to end", (await refused.ProblemAsync(503)).GetProperty("detail").GetString());
        await api.Client.JsonAsync("/health/live");
        Volatile.Write(ref isReady, false);
        Assert.Empty((await Task.WhenAll(load)).SelectMany(strange => strange));

        Assert.False(slow.IsCompleted);
        await Eventually.UntilAsync("it listens no more", async () =>
        {
            try
            {
                using var answer = await api.Client.RequestAsync("/health/live");
                return false;
            }
            catch (HttpRequestException)
            {
                return true;
            }
        });
        await held.RollbackAsync();
        using (var answer = await slow)
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, await api.ExitAsync());
        Assert.DoesNotContain("fail: ", api.Log);
    }
}
