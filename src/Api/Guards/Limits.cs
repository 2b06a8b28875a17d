using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Api.Guards;

/// <summary>How much one client, and all together, may ask of an instance: the configuration's section Limits.</summary>
internal sealed class Limits
{
    /// <summary>The configuration's section.</summary>
    public const string Section = "Limits";

    /// <summary>Open connections; one more is closed at once.</summary>
    public int Connections { get; set; } = 10_000;

    /// <summary>Bytes of all headers of a request together.</summary>
    public int HeaderBytes { get; set; } = 32_768;

    /// <summary>Headers of a request.</summary>
    public int Headers { get; set; } = 100;

    /// <summary>Bytes of a request's body that are read and thrown away, so that its connection can be used again. No route takes a body.</summary>
    public int BodyBytes { get; set; } = 1024;

    /// <summary>Seconds within which a request's headers must have arrived.</summary>
    public int HeaderSeconds { get; set; } = 10;

    /// <summary>Seconds for which a connection may stay open without a request.</summary>
    public int IdleSeconds { get; set; } = 130;

    /// <summary>Bytes a second that a client must take of an answer on average; 0 is any.</summary>
    public int LeastBytesPerSecond { get; set; } = 1000;

    /// <summary>Seconds for which a client may take an answer more slowly than that.</summary>
    public int SlowSeconds { get; set; } = 10;

    /// <summary>Requests at the same time on one HTTP/2 connection.</summary>
    public int Streams { get; set; } = 100;

    /// <summary>Seconds within which an answer must be ready, tables excepted.</summary>
    public int PageSeconds { get; set; } = 30;

    /// <summary>Seconds for which a service that is told to end still serves, while it says that it is no longer ready.</summary>
    public int DrainSeconds { get; set; } = 1;

    /// <summary>Tables that are read at the same time.</summary>
    public int Exports { get; set; } = 8;

    /// <summary>Seconds for which one more table waits for its turn.</summary>
    public int ExportWaitSeconds { get; set; } = 5;

    /// <summary>Requests a minute of one client address; 0 is any number.</summary>
    public int RequestsPerMinute { get; set; } = 6000;

    /// <summary>Addresses and networks, separated by commas, whose requests are not counted: this machine, where a proxy stands for many.</summary>
    public string Uncounted { get; set; } = "127.0.0.0/8, ::1";

    /// <summary>Addresses and networks of proxies, separated by commas, whose word is taken for the address of a client.</summary>
    public string KnownProxies { get; set; } = "";

    /// <summary>Reads what is configured.</summary>
    /// <exception cref="InvalidOperationException">A limit is unknown, or not in its range.</exception>
    public static Limits Of(IConfiguration configuration)
    {
        var limits = configuration.GetSection(Section).Get<Limits>(options => options.ErrorOnUnknownConfiguration = true) ?? new Limits();
        Check(nameof(Connections), limits.Connections, 1, 1_000_000);
        Check(nameof(HeaderBytes), limits.HeaderBytes, 1024, 1_048_576);
        Check(nameof(Headers), limits.Headers, 10, 10_000);
        Check(nameof(BodyBytes), limits.BodyBytes, 0, 1_048_576);
        Check(nameof(HeaderSeconds), limits.HeaderSeconds, 1, 3600);
        Check(nameof(IdleSeconds), limits.IdleSeconds, 1, 3600);
        Check(nameof(LeastBytesPerSecond), limits.LeastBytesPerSecond, 0, 1_000_000_000);
        Check(nameof(SlowSeconds), limits.SlowSeconds, 2, 3600);
        Check(nameof(Streams), limits.Streams, 1, 10_000);
        Check(nameof(PageSeconds), limits.PageSeconds, 1, 3600);
        Check(nameof(DrainSeconds), limits.DrainSeconds, 0, 3600);
        Check(nameof(Exports), limits.Exports, 1, 10_000);
        Check(nameof(ExportWaitSeconds), limits.ExportWaitSeconds, 0, 3600);
        Check(nameof(RequestsPerMinute), limits.RequestsPerMinute, 0, 1_000_000_000);
        return limits;
    }

    /// <summary>Sets the server's limits.</summary>
    public void Configure(KestrelServerLimits server)
    {
        server.MaxConcurrentConnections = Connections;
        server.MaxRequestLineSize = LongAddresses.ReadAtMost;
        server.MaxRequestBufferSize = Math.Max(HeaderBytes, LongAddresses.ReadAtMost) + LongAddresses.ReadAtMost;
        server.MaxRequestHeadersTotalSize = HeaderBytes;
        server.MaxRequestHeaderCount = Headers;
        server.MaxRequestBodySize = BodyBytes;
        server.RequestHeadersTimeout = TimeSpan.FromSeconds(HeaderSeconds);
        server.KeepAliveTimeout = TimeSpan.FromSeconds(IdleSeconds);
        server.MinResponseDataRate = LeastBytesPerSecond == 0 ? null : new MinDataRate(LeastBytesPerSecond, TimeSpan.FromSeconds(SlowSeconds));
        server.Http2.MaxStreamsPerConnection = Streams;
    }

    /// <summary>Sets the time for stopping: whoever was answered when it began has the time of a page.</summary>
    public void Configure(HostOptions host) => host.ShutdownTimeout = TimeSpan.FromSeconds(DrainSeconds + PageSeconds);

    /// <summary>Sets the time for answers. A table lifts it for itself: the database limits how long it takes.</summary>
    public void Configure(RequestTimeoutOptions timeouts) => timeouts.DefaultPolicy = new RequestTimeoutPolicy
    {
        Timeout = TimeSpan.FromSeconds(PageSeconds),
        TimeoutStatusCode = Http.ProblemType.Timeout.Status,
        WriteTimeoutResponse = http =>
        {
            http.Response.Clear(); // What the answer would have said of itself is not true of the problem.
            return Http.Problem.WriteAsync(http, Http.ProblemType.Timeout, $"The answer was not ready within {PageSeconds} seconds.");
        },
    };

    private static void Check(string name, int value, int least, int most)
    {
        if (value < least || value > most)
            throw new InvalidOperationException($"{Section}:{name} is {value}; it must be from {least} to {most}.");
    }
}
