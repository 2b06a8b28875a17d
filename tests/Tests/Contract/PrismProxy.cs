using System.Text.Json.Nodes;
using Tests.Fixtures;
using Xunit;

namespace Tests.Contract;

/// <summary>Prism between a test and the API: it holds every request and every answer against the OpenAPI document.</summary>
internal sealed class PrismProxy(ProgramProcess process, Uri address) : IAsyncDisposable
{
    /// <summary>Asks through it; addresses are relative.</summary>
    public HttpClient Client { get; } = new() { BaseAddress = address };

    public static async Task<PrismProxy> StartAsync(NodeTools node, ServedDocument document, HttpClient api)
    {
        var process = await node.StartAsync("node_modules/@stoplight/prism-cli/dist/index.js", "proxy", document.Write(), api.BaseAddress!.ToString(), "--errors", "--port", "0");
        var line = await process.LineAsync(line => line.Contains("listening on http://"));
        return new PrismProxy(process, new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..]));
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return process.DisposeAsync();
    }
}

/// <summary>The API, and one Prism before it for all tests of a class: it takes its time to start, which it does when first asked for.</summary>
public sealed class ProxiedApi(PrivatePostgres postgres, NodeTools node) : IAsyncLifetime
{
    private readonly LoadedApi _api = new(postgres);
    private ServedDocument? _document;
    private Task<PrismProxy>? _prism;

    /// <summary>Asks the API itself.</summary>
    public HttpClient Direct => _api.Client;

    /// <summary>The document that Prism has: the one that is served. It describes reads alone, so that what DELETE must answer is added.</summary>
    internal ServedDocument Document => _document!;

    /// <summary>Asks through Prism.</summary>
    public async Task<HttpClient> ClientAsync() => (await (_prism ??= PrismProxy.StartAsync(node, Document, Direct))).Client;

    public async ValueTask InitializeAsync()
    {
        await _api.InitializeAsync();
        _document = await ServedDocument.ReadAsync(Direct);
        foreach (var path in Document.Root["paths"]!.AsObject())
        {
            var delete = path.Value!["get"]!.DeepClone();
            delete["operationId"] = $"delete {path.Key}";
            delete["responses"] = new JsonObject { ["405"] = Document.Root["components"]!["responses"]!["bad-request"]!.DeepClone() };
            path.Value["delete"] = delete;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_prism is { IsCompletedSuccessfully: true })
            await (await _prism).DisposeAsync();
        _document?.Dispose();
        await _api.DisposeAsync();
    }
}
