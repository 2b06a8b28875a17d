using System.Net.Sockets;
using System.Text;

namespace Tests.Support;

/// <summary>A connection on which anything can be said, also what no HTTP client would say.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client = new();

    private RawConnection()
    {
    }

    /// <summary>What is written and read.</summary>
    public NetworkStream Stream => _client.GetStream();

    /// <summary>Connects.</summary>
    public static async Task<RawConnection> OpenAsync(Uri server)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(server.Host, server.Port);
        return connection;
    }

    /// <summary>Says something, and reads everything until the server closes the connection.</summary>
    public static async Task<RawAnswer> RequestAsync(Uri server, string words)
    {
        using var connection = await OpenAsync(server);
        await connection.SayAsync(words);
        return await connection.ReadAsync();
    }

    /// <summary>Says something.</summary>
    public async Task SayAsync(string words) => await Stream.WriteAsync(Encoding.Latin1.GetBytes(words));

    /// <summary>Reads until the server closes the connection. A server that breaks it off has said what it had to say.</summary>
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
            // Reset: what was unread when the server closed the connection makes it so.
        }

        var text = Encoding.UTF8.GetString(read.ToArray());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? new(text, "") : new(text[..(end + 2)], text[(end + 4)..]);
    }

    public void Dispose() => _client.Dispose();
}
