using System.Text.Json;

namespace Tests.Fixtures;

/// <summary>Reads Arrow streams with Arrow's own library for JavaScript, in one process for all tests of a class.</summary>
public sealed class ArrowReader(NodeTools node) : IAsyncDisposable
{
    private readonly HttpClient _client = new();
    private Task<ProgramProcess>? _program;

    /// <summary>The description in the stream, and its records in order.</summary>
    public async Task<(JsonElement About, IReadOnlyList<JsonElement> Rows)> ReadAsync(Uri address)
    {
        var program = await (_program ??= node.StartAsync("read-arrow.cjs"));
        var reader = await program.LineAsync(line => line.StartsWith("http://", StringComparison.Ordinal));
        using var response = await _client.GetAsync(reader + Uri.EscapeDataString(address.ToString()));
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new InvalidDataException(text);
        var lines = text.Split('\n').Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToArray();
        return (lines[0], lines[1..]);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_program is { IsCompletedSuccessfully: true })
            await (await _program).DisposeAsync();
    }
}
