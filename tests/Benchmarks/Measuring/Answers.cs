using System.Text;
using System.Text.Json;
using Benchmarks.Running;

namespace Benchmarks.Measuring;

/// <summary>A received answer.</summary>
internal sealed record KnownAnswer(string ContentType, string EntityTag, byte[] Body);

/// <summary>Checks the answers of the sides before their speed is measured.</summary>
internal static class Answers
{
    private const int Shown = 60;

    public static async Task<KnownAnswer> AskAsync(WebProcess server, string address, CancellationToken cancel)
    {
        using var answer = await server.Client.GetAsync(address, cancel);
        var body = await answer.Content.ReadAsByteArrayAsync(cancel);
        return answer.IsSuccessStatusCode
            ? new(answer.Content.Headers.ContentType?.ToString() ?? "", answer.Headers.ETag?.ToString() ?? "", body)
            : throw new BenchmarkException($"{address} answers {(int)answer.StatusCode}: {Encoding.UTF8.GetString(body)}");
    }

    /// <summary>Fails unless both servers answer with the same bytes.</summary>
    public static async Task MustBeEqualAsync(WebProcess service, WebProcess reference, string address, CancellationToken cancel)
    {
        var ours = (await AskAsync(service, address, cancel)).Body;
        var theirs = (await AskAsync(reference, address, cancel)).Body;
        var same = ours.AsSpan().CommonPrefixLength(theirs);
        if (same < ours.Length || same < theirs.Length)
        {
            throw new BenchmarkException(
                $"{address}: the bodies differ at byte {same}:\n  service:   {Around(ours, same)}\n  reference: {Around(theirs, same)}");
        }
    }

    /// <summary>Writes an answer for the bytes reference.</summary>
    public static Task KeepAsync(string folder, string name, KnownAnswer answer, CancellationToken cancel) =>
        File.WriteAllBytesAsync(Path.Combine(folder, name + ".json"), JsonSerializer.SerializeToUtf8Bytes(answer), cancel);

    private static string Around(byte[] body, int at) =>
        Encoding.UTF8.GetString(body.AsSpan(Math.Max(0, at - Shown), Math.Min(body.Length, at + Shown) - Math.Max(0, at - Shown)));
}
