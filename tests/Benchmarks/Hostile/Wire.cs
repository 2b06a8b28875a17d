using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Benchmarks.Hostile;

/// <summary>
/// A connection that sends any bytes, and reads one answer after another by its own reading of HTTP/1.1. An HTTP client would refuse to send most of
/// them, would change others, and would not notice each fault of an answer.
/// </summary>
internal sealed class Wire(Uri server) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private TcpClient? _client;
    private BufferedStream? _stream;

    /// <summary>Sends a request and reads its answer. The next one gets a new connection if the server has closed this one.</summary>
    /// <exception cref="IOException">The answer ends early, or is not HTTP.</exception>
    public async Task<WireAnswer> SendAsync(string request, bool isHead)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            if (_stream is null)
            {
                _client = new TcpClient { NoDelay = true };
                await _client.ConnectAsync(server.Host, server.Port, patience.Token);
                _stream = new BufferedStream(_client.GetStream());
            }

            await _client!.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), patience.Token);
            var answer = await ReadAsync(isHead, patience.Token);
            if (answer.Closes)
                Dispose();
            return answer;
        }
        catch (Exception failure)
        {
            Dispose();
            throw failure is OperationCanceledException or SocketException ? new IOException(failure.Message, failure) : failure;
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _client?.Dispose();
        (_stream, _client) = (null, null);
    }

    private async Task<WireAnswer> ReadAsync(bool isHead, CancellationToken cancel)
    {
        var status = await LineAsync(cancel);
        if (status is not ['H', 'T', 'T', 'P', '/', '1', '.', '1', ' ', _, _, _, ' ', ..])
            throw new IOException($"the answer begins with '{status}'");
        var code = int.Parse(status.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(cancel) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':');
            if (colon < 1 || line.Any(c => c is < ' ' or > '~'))
                throw new IOException($"the header '{line}' is not one");
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new(code, headers, isHead || code is 204 or 304 ? [] : await BodyAsync(headers, cancel));
    }

    private async Task<byte[]> BodyAsync(Dictionary<string, string> headers, CancellationToken cancel)
    {
        if (headers.TryGetValue("Content-Length", out var length))
            return await BytesAsync(int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture), cancel);
        using var body = new MemoryStream();
        if (!headers.ContainsKey("Transfer-Encoding"))
        {
            await _stream!.CopyToAsync(body, cancel); // HTTP/1.0, or a connection that ends with the answer.
            return body.ToArray();
        }

        while (int.Parse(await LineAsync(cancel), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is var size and > 0)
        {
            body.Write(await BytesAsync(size, cancel));
            await LineAsync(cancel);
        }

        await LineAsync(cancel);
        return body.ToArray();
    }

    private async Task<byte[]> BytesAsync(int count, CancellationToken cancel)
    {
        var bytes = new byte[count];
        await _stream!.ReadExactlyAsync(bytes, cancel);
        return bytes;
    }

    private async Task<string> LineAsync(CancellationToken cancel)
    {
        var line = new StringBuilder();
        var next = new byte[1];
        while (true)
        {
            if (await _stream!.ReadAsync(next, cancel) == 0)
                throw new IOException($"the connection ended after '{line}'");
            if (next[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)next[0]);
        }
    }
}
