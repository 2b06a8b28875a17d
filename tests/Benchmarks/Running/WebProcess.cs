using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Benchmarks.Running;

/// <summary>A web server in its own process, on a free local port.</summary>
internal sealed class WebProcess : IAsyncDisposable
{
    /// <summary>The host name of all requests. It is the same for all servers, so that the links in their answers are equal.</summary>
    public const string Host = "relations.example";

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(2);
    private readonly ChildProcess _process;

    private WebProcess(ChildProcess process, Uri address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
        Client.DefaultRequestHeaders.Host = Host;
    }

    /// <summary>The id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Its log.</summary>
    public string Output => _process.Output;

    /// <summary>A client of the server. Addresses are relative.</summary>
    public HttpClient Client { get; }

    /// <summary>
    /// A client of the server that sends from an address of its own, as another machine would, and reads into a buffer of that size. The caller
    /// disposes it.
    /// </summary>
    public HttpClient ClientFrom(IPAddress from, int? receiveBuffer = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectCallback = ConnectAsync };
        var client = new HttpClient(handler) { BaseAddress = Client.BaseAddress, Timeout = Client.Timeout };
        client.DefaultRequestHeaders.Host = Host;
        return client;

        async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                if (receiveBuffer is { } bytes)
                    socket.ReceiveBufferSize = bytes;
                socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    /// <summary>
    /// Starts the published service with an answer cache of that size: the configured size when null, and no cache when 0. Further settings are
    /// variables of its environment.
    /// </summary>
    public static WebProcess Service(
        string program, string connection, int? cacheMegabytes = null, IEnumerable<(string Name, string Value)>? settings = null)
    {
        var environment = Database(connection);
        foreach (var (name, value) in settings ?? [])
            environment[name] = value;
        if (cacheMegabytes is { } megabytes)
            environment["Answers__CacheMegabytes"] = megabytes.ToString(CultureInfo.InvariantCulture);
        return Start(address => ChildProcess.Start(program, ["--urls", address], environment));
    }

    /// <summary>Starts the hand-written API.</summary>
    public static WebProcess SqlReference(string program, string connection) =>
        Start(address => ChildProcess.Start(program, ["sql", address], Database(connection)));

    /// <summary>Starts bare Kestrel with known answers.</summary>
    public static WebProcess BytesReference(string program, string answers) =>
        Start(address => ChildProcess.Start(program, ["bytes", address, answers]));

    /// <summary>Waits for the first successful answer.</summary>
    public async Task AnswerAsync(string address, CancellationToken cancel)
    {
        while (true)
        {
            _process.MustRun();
            try
            {
                using var answer = await Client.GetAsync(address, cancel);
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // The server does not listen yet.
            }

            await Task.Delay(BetweenAttempts, cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
    }

    /// <summary>The environment with the connection string. Every user of the machine could read an argument.</summary>
    private static Dictionary<string, string> Database(string connection) => new() { ["ConnectionStrings__Dataset"] = connection };

    private static WebProcess Start(Func<string, ChildProcess> start)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}";
        listener.Stop();
        return new(start(address), new Uri(address));
    }
}
