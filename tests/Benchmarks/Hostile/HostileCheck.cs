using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Benchmarks.Hostile;

/// <summary>The fault of an answer, whatever the request was: a failure of the service, a part of an answer, or a body that is not what its type
/// says.</summary>
internal static class HostileCheck
{
    public static string? Fault(WireAnswer answer)
    {
        if (answer.Status >= 500)
            return $"{answer.Status}: {Encoding.UTF8.GetString(answer.Body.AsSpan(0, Math.Min(answer.Body.Length, 500)))}";
        try
        {
            Read(answer);
            return null;
        }
        catch (Exception failure) when (failure is JsonException or XmlException or InvalidDataException or DecoderFallbackException)
        {
            return $"{answer.Status} {answer.MediaType}: {failure.Message}";
        }
    }

    private static void Read(WireAnswer answer)
    {
        if (answer.Body.Length == 0)
            return;
        var body = Decoded(answer);
        switch (answer.MediaType)
        {
            case "application/problem+json":
                using (var problem = JsonDocument.Parse(body))
                {
                    if (problem.RootElement.GetProperty("status").GetInt32() != answer.Status)
                        throw new InvalidDataException("the problem has another status");
                }

                break;
            case var type when answer.Status >= 400 && type != "text/html":
                throw new InvalidDataException("a refusal without a problem");
            case "application/json" or "application/ld+json" or "application/vnd.citationstyles.csl+json" or "application/x-ipynb+json":
                JsonDocument.Parse(body).Dispose();
                break;
            case "image/svg+xml" or "application/atom+xml":
                using (var xml = new MemoryStream(body))
                    XDocument.Load(xml);
                break;
            case "text/html":
                var page = Text(body);
                if (page.Contains("<script>alert", StringComparison.Ordinal) || !page.TrimEnd().EndsWith("</html>", StringComparison.Ordinal))
                    throw new InvalidDataException("the page has a text as markup, or no end");
                break;
            case "application/x-ndjson":
                foreach (var line in Text(body).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    JsonDocument.Parse(line).Dispose();
                break;
            case "text/csv":
                Text(body);
                break;
        }
    }

    private static byte[] Decoded(WireAnswer answer)
    {
        using var body = new MemoryStream(answer.Body);
        using Stream decoded = answer.Header("Content-Encoding") switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "" => body,
            var other => throw new InvalidDataException($"the encoding '{other}'"),
        };
        using var plain = new MemoryStream();
        decoded.CopyTo(plain);
        return plain.ToArray();
    }

    private static string Text(byte[] body) => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body);
}
