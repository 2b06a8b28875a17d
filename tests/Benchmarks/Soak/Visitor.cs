using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Benchmarks.Measuring;

namespace Benchmarks.Soak;

/// <summary>Sends one request after another at an even pace, and checks every answer.</summary>
/// <param name="client">Sends the requests to the service.</param>
/// <param name="seed">The seed of the random requests. The same number gives the same requests in the same order.</param>
/// <param name="first">The version to which pinned requests are pinned.</param>
/// <param name="pinned">The first answers to pinned requests, shared by all visitors.</param>
/// <param name="tally">Counts each answer.</param>
internal sealed class Visitor(HttpClient client, int seed, int first, ConcurrentDictionary<string, string> pinned, Tally tally)
{
    private const int PagesOfWalk = 5;
    private const int BytesBeforeLeaving = 64 * 1024;
    private static readonly Question[] Deck = [.. Question.All.SelectMany(question => Enumerable.Repeat(question, question.Weight))];

    private int _latest;

    /// <summary>Runs until it is stopped. A request in progress is still completed.</summary>
    public async Task RunAsync(TimeSpan pace, CancellationToken stop)
    {
#pragma warning disable CA5394 // The next request needs no secret randomness.
        var random = new Random(seed);
        using var clock = new PeriodicTimer(pace);
        while (!stop.IsCancellationRequested)
        {
            var question = Deck[random.Next(Deck.Length)];
#pragma warning restore CA5394
            try
            {
                await (question.Manner switch
                {
                    Manner.Walk => WalkAsync(question),
                    Manner.Again => AskAgainAsync(question),
                    Manner.Leave => LeaveAsync(question),
                    Manner.Pinned => AskPinnedAsync(question),
                    _ => AskAsync(question, question.Address),
                });
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException or TaskCanceledException)
            {
                tally.Fail($"{question.Address}: {failure.Message}");
            }

            try
            {
                await clock.WaitForNextTickAsync(stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<(bool IsExpected, HttpResponseHeaders Headers, byte[] Body)> AskAsync(
        Question question, string address, EntityTagHeaderValue? tag = null, int? status = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (tag is not null)
            request.Headers.IfNoneMatch.Add(tag);
        var clock = Stopwatch.StartNew();
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, CancellationToken.None);
        var body = await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
        tally.Count(answer.StatusCode, clock.Elapsed);
        var isExpected = (int)answer.StatusCode == (status ?? question.Status);
        if (!isExpected)
            tally.Fail($"{address}: {(int)answer.StatusCode} {System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 300)))}");
        else if (question.Manner is Manner.Once or Manner.Again && answer.IsSuccessStatusCode)
            NeverBack(answer, address);
        return (isExpected, answer.Headers, body);
    }

    /// <summary>Checks that the current version is never older than one seen before.</summary>
    private void NeverBack(HttpResponseMessage answer, string address)
    {
        if (!answer.Headers.TryGetValues("Dataset-Version", out var values))
            return;
        var version = int.Parse(values.Single(), CultureInfo.InvariantCulture);
        if (version < _latest)
            tally.Fail($"{address}: version {version} after version {_latest}");
        _latest = Math.Max(_latest, version);
    }

    private async Task AskAgainAsync(Question question)
    {
        var (isExpected, headers, _) = await AskAsync(question, question.Address);
        if (!isExpected)
            return;
        if (headers.ETag is not { } tag)
        {
            tally.Fail($"{question.Address}: no ETag");
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, question.Address);
        request.Headers.IfNoneMatch.Add(tag);
        using var answer = await client.SendAsync(request, CancellationToken.None);
        tally.Count(answer.StatusCode);
        // A new version may be current now, with another answer.
        if (answer.StatusCode != HttpStatusCode.NotModified && !(answer.StatusCode == HttpStatusCode.OK && !Equals(answer.Headers.ETag, tag)))
            tally.Fail($"{question.Address}: {(int)answer.StatusCode} with the entity tag that it gave");
    }

    private async Task WalkAsync(Question question)
    {
        var (ids, version, next) = (new HashSet<string>(), (int?)null, (string?)question.Address);
        for (var page = 0; page < PagesOfWalk && next is not null; page++)
        {
            var (isExpected, _, body) = await AskAsync(question, next);
            if (!isExpected)
                return;
            using var json = JsonDocument.Parse(body);
            var records = json.RootElement.GetProperty("data");
            var of = json.RootElement.GetProperty("meta").GetProperty("dataset_version").GetInt32();
            if (of != (version ??= of))
                tally.Fail($"{next}: a page of version {of} in a walk through version {version}");
            foreach (var record in records.EnumerateArray())
            {
                var id = record.GetProperty("id").GetString()!;
                if (record.TryGetProperty("resource", out var resource))
                    id = $"{resource.GetString()}/{id}";
                if (!ids.Add(id))
                    tally.Fail($"{next}: {id} for the second time in a walk");
            }

            next = json.RootElement.GetProperty("page").GetProperty("next").GetString() is { } address ? new Uri(address).PathAndQuery : null;
        }
    }

    private async Task AskPinnedAsync(Question question)
    {
        var address = $"{question.Address}{(question.Address.Contains('?') ? '&' : '?')}dataset_version={first}";
        var (isExpected, _, body) = await AskAsync(question, address);
        if (!isExpected)
            return; // A refusal is counted, and is not the pinned answer.
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        if (pinned.GetOrAdd(address, hash) != hash)
            tally.Fail($"{address}: not the bytes that it was before");
    }

    private async Task LeaveAsync(Question question)
    {
        using var answer = await client.GetAsync(question.Address, HttpCompletionOption.ResponseHeadersRead, CancellationToken.None);
        tally.Count(answer.StatusCode);
        if ((int)answer.StatusCode != question.Status)
            tally.Fail($"{question.Address}: {(int)answer.StatusCode}");
        await using var body = await answer.Content.ReadAsStreamAsync(CancellationToken.None);
        await body.ReadAtLeastAsync(new byte[BytesBeforeLeaving], BytesBeforeLeaving, throwOnEndOfStream: false, CancellationToken.None);
    }
}
