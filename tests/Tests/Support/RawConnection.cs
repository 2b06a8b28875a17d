using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tests.Support;

/// <summary>A connection that can send any text, even what an HTTP client would not send.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;

    private RawConnection(TcpClient client) => _client = client;

    /// <summary>The stream of the connection.</summary>
    public NetworkStream Stream => _client.GetStream();

    /// <summary>Connects to a server, from an address of this machine.</summary>
    public static async Task<RawConnection> OpenAsync(Uri server, string? from = null)
    {
        var connection = new RawConnection(from is null ? new TcpClient() : new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0)));
        await connection._client.ConnectAsync(server.Host, server.Port);
        return connection;
    }

    /// <summary>Sends a text, and reads until the server closes the connection.</summary>
    public static async Task<RawAnswer> RequestAsync(Uri server, string words)
    {
        using var connection = await OpenAsync(server);
        await connection.SayAsync(words);
        return await connection.ReadAsync();
    }

    /// <summary>Sends a text.</summary>
    public async Task SayAsync(string words) => await Stream.WriteAsync(Encoding.Latin1.GetBytes(words));

    /// <summary>Reads until the server closes the connection. A reset also ends the answer.</summary>
    public async Task<RawAnswer> ReadAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var read = new MemoryStream();
        try
        {
            await Stream.CopyToAsync(read, patience.Token);
        }
        catch (IOException)
        {
            // The server resets the connection if it closes it with unread input.
        }

        var text = Encoding.UTF8.GetString(read.ToArray());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? new(text, "") : new(text[..(end + 2)], text[(end + 4)..]);
    }

    public void Dispose() => _client.Dispose();
}
