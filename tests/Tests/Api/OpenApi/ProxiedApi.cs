using System.Text.Json.Nodes;
using Tests.Fixtures;
using Xunit;

namespace Tests.Api.OpenApi;

/// <summary>The API, and one Prism in front of it for all tests of a class. Prism is slow to start, so it starts at its first use.</summary>
public sealed class ProxiedApi(PrivatePostgres postgres, NodeTools node) : IAsyncLifetime
{
    private readonly LoadedApi _api = new(postgres);
    private ServedDocument? _document;
    private Task<PrismProxy>? _prism;

    /// <summary>A client of the API itself.</summary>
    public HttpClient Direct => _api.Client;

    /// <summary>The document that Prism has: the served one, which describes only reads, with the answer to DELETE added.</summary>
    internal ServedDocument Document => _document!;

    /// <summary>A client of Prism.</summary>
    public async Task<HttpClient> ClientAsync() => (await (_prism ??= PrismProxy.StartAsync(node, Document, Direct))).Client;

    public async ValueTask InitializeAsync()
    {
        await _api.InitializeAsync();
        _document = await ServedDocument.ReadAsync(Direct);
        Document.AllowAllRows();
        foreach (var path in Document.Root["paths"]!.AsObject())
        {
            var delete = path.Value!["get"]!.DeepClone();
            delete["operationId"] = $"delete {path.Key}";
            delete["responses"] = new JsonObject { ["405"] = Document.Root["components"]!["responses"]!["400"]!.DeepClone() };
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
