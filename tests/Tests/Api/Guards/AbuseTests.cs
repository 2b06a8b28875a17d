using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dapper;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Guards;

/// <summary>Clients that take more than their share do not harm the others.</summary>
public sealed class AbuseTests(IsolatedApi api) : IClassFixture<IsolatedApi>
{
    [Fact]
    public async Task A_thousand_idle_connections_leave_the_others_unharmed()
    {
        var idle = new List<RawConnection>();
        try
        {
            for (var i = 0; i < 1000; i++)
            {
                idle.Add(await RawConnection.OpenAsync(api.Client.BaseAddress!));
                if (i % 2 == 0)
                    await idle[^1].SayAsync("GET /v1/visits HTTP/1.1\r\nHost: localhost\r\nX-Slow: "); // Half of them have begun a request.
            }

            await OthersAreServedAsync(api.Client);
        }
        finally
        {
            idle.ForEach(connection => connection.Dispose());
        }

        await OthersAreServedAsync(api.Client);
    }

    [Fact]
    public async Task Clients_that_never_read_harm_nobody()
    {
        // Every request reads its table, which goes to a temporary file.
        await using var service = await RunningApi.StartAsync(api.Database, RunningApi.WithoutCache);
        var slow = new List<RawConnection>();
        try
        {
            for (var i = 0; i < 50; i++)
            {
                slow.Add(await RawConnection.OpenAsync(service.Client.BaseAddress!));
                await slow[^1].SayAsync(string.Concat(Enumerable.Repeat("GET /v1/statements.ndjson HTTP/1.1\r\nHost: localhost\r\n\r\n", 50)));
                await slow[^1].Stream.ReadExactlyAsync(new byte[100]);
            }

            await OthersAreServedAsync(service.Client);
        }
        finally
        {
            slow.ForEach(connection => connection.Dispose());
        }

        await NothingRunsAsync();
        await OthersAreServedAsync(service.Client);
    }

    [Fact]
    public async Task Cleartext_HTTP_2_is_refused_with_GOAWAY()
    {
        using var connection = await RawConnection.OpenAsync(api.Client.BaseAddress!);
        await connection.Stream.WriteAsync(Http2.Preface);
        var refusal = await Http2.ReadAsync(connection.Stream);
        Assert.Contains(refusal, frame => frame is { Type: Http2.GoAway, Error: 0xd }); // HTTP_1_1_REQUIRED
        await OthersAreServedAsync(api.Client);
    }

    [Fact]
    public async Task Rapid_resets_harm_no_other_client()
    {
        using var folder = new TemporaryFolder();
        using var certificate = SelfSigned();
        await File.WriteAllBytesAsync(folder.In("test.pfx"), certificate.Export(X509ContentType.Pfx, "test"));
        await using var service = await RunningApi.StartAsync(api.Database, RunningApi.WithoutCache, "--Logging:LogLevel:Microsoft.AspNetCore=None",
            "--Kestrel:Endpoints:Tls:Url=https://127.0.0.1:0",
            $"--Kestrel:Endpoints:Tls:Certificate:Path={folder.In("test.pfx")}",
            "--Kestrel:Endpoints:Tls:Certificate:Password=test");
        using var handler = new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.Thumbprint },
        };
        using var other = new HttpClient(handler)
        {
            BaseAddress = service.Client.BaseAddress,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        await other.JsonAsync("/v1/visits");

        var attacks = Enumerable.Range(0, 4)
            .Select(_ => Task.Run(() => ResetRapidlyAsync(service.Client.BaseAddress!, certificate, requests: 2000))).ToArray();
        do
            await OthersAreServedAsync(other);
        while (attacks.Any(attack => !attack.IsCompleted));
        await Task.WhenAll(attacks);
        await NothingRunsAsync();
        await OthersAreServedAsync(other);
    }

    /// <summary>Sends requests and cancels each at once (CVE-2023-44487), until all of them are sent or the server closes the connection.</summary>
    private static async Task ResetRapidlyAsync(Uri server, X509Certificate2 certificate, int requests)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using var tls = new SslStream(
            client.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown?.GetCertHashString() == certificate.Thumbprint);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", ApplicationProtocols = [SslApplicationProtocol.Http2] });
        Assert.Equal(SslApplicationProtocol.Http2, tls.NegotiatedApplicationProtocol);
        await tls.WriteAsync(Http2.Preface);
        var answers = Http2.ReadAsync(tls);
        try
        {
            for (var i = 0; i < requests && !answers.IsCompleted; i++)
                await tls.WriteAsync(Http2.RequestTakenBack(stream: (2 * i) + 1, $"/v1/statements?sort=title&limit={1 + (i % 1000)}"));
            await tls.WriteAsync(Http2.Leave);
        }
        catch (IOException)
        {
            // The server has closed the connection.
        }

        await answers;
    }

    private static async Task OthersAreServedAsync(HttpClient client)
    {
        await PagesAreServedAsync(client);
        Assert.NotEmpty(await client.GetStringAsync("/v1/exercises.csv"));
    }

    private static async Task PagesAreServedAsync(HttpClient client)
    {
        foreach (var address in new[] { "/v1/visits", "/v1/statements?limit=1", "/health/ready" })
            await client.JsonAsync(address);
    }

    /// <summary>Waits until no statement of the API runs any more.</summary>
    private async Task NothingRunsAsync()
    {
        await using var owner = await api.Database.Owner.OpenConnectionAsync();
        for (var attempt = 0; attempt < 400; attempt++)
        {
            var busy = await owner.ExecuteScalarAsync<int>("""
                select count(*)::int from pg_stat_activity
                where datname = current_database() and usename = 'relations_reader' and (state = 'active' or state like 'idle in%')
                """);
            if (busy == 0)
                return;
            await Task.Delay(25);
        }

        Assert.Fail("A statement still runs after ten seconds.");
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>The subset of HTTP/2 (RFC 9113) that the misuse needs.</summary>
    private static class Http2
    {
        public const byte GoAway = 7;

        /// <summary>The preface of a client, with empty settings.</summary>
        public static ReadOnlyMemory<byte> Preface { get; } =
            Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").Concat(Frame(4, 0, 0, [])).ToArray();

        public static ReadOnlyMemory<byte> Leave { get; } = Frame(GoAway, 0, 0, new byte[8]);

        /// <summary>A whole GET, followed by RST_STREAM with CANCEL.</summary>
        public static ReadOnlyMemory<byte> RequestTakenBack(int stream, string path)
        {
            // :method GET, :scheme https, :path, :authority
            byte[] headers = [0x82, 0x87, 0x04, (byte)path.Length, .. Encoding.ASCII.GetBytes(path), 0x01, 9, .. "localhost"u8];
            return Frame(1, 0x5, stream, headers).Concat(Frame(3, 0, stream, [0, 0, 0, 8])).ToArray();
        }

        /// <summary>All frames until the other side closes the connection.</summary>
        public static async Task<List<(byte Type, uint Error)>> ReadAsync(Stream stream)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            var frames = new List<(byte, uint)>();
            var head = new byte[9];
            try
            {
                while (true)
                {
                    await stream.ReadExactlyAsync(head, patience.Token);
                    var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
                    await stream.ReadExactlyAsync(payload, patience.Token);
                    frames.Add((head[3], head[3] == GoAway ? BinaryPrimitives.ReadUInt32BigEndian(payload.AsSpan(4)) : 0));
                }
            }
            catch (IOException)
            {
                return frames; // The end of the stream, or a reset.
            }
        }

        private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
        {
            var frame = new byte[9 + payload.Length];
            BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
            (frame[3], frame[4]) = (type, flags);
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
            payload.CopyTo(frame, 9);
            return frame;
        }
    }
}
