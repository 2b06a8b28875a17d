using System.Text.Json.Nodes;
using Tests.Fixtures;
using Xunit;

namespace Tests.Api.OpenApi;

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
