using Tests.Fixtures;

namespace Tests.Api.OpenApi;

/// <summary>Prism between a test and the API. It checks every request and every answer against the OpenAPI document.</summary>
internal sealed class PrismProxy(ProgramProcess process, Uri address) : IAsyncDisposable
{
    /// <summary>A client of the proxy. Addresses are relative.</summary>
    public HttpClient Client { get; } = new() { BaseAddress = address };

    public static async Task<PrismProxy> StartAsync(NodeTools node, ServedDocument document, HttpClient api)
    {
        var process = await node.StartAsync(
            "node_modules/@stoplight/prism-cli/dist/index.js", "proxy", document.Write(), api.BaseAddress!.ToString(), "--errors", "--port", "0");
        var line = await process.LineAsync(line => line.Contains("listening on http://"));
        return new PrismProxy(process, new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..]));
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return process.DisposeAsync();
    }
}
