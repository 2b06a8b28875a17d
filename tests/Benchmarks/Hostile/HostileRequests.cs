using System.Text;
using System.Text.Json.Nodes;

namespace Benchmarks.Hostile;

/// <summary>
/// Random requests: operations of the OpenAPI document with any values, and the page with the API's own words, ids and operators as its parameters;
/// also raw bytes in paths, every form of a host, and every header that the service reads. The same seed gives the same requests.
/// </summary>
internal sealed class HostileRequests
{
    private const int MostIds = 40;

    /// <summary>Parts of paths: words of the API, dots, slashes and bytes that a server may read in two ways.</summary>
    private static readonly string[] Segments =
    [
        "v1", "swagger", "notebooks", "health", "page", "..", ".", "%2e", "%2E%2e", ".%2e", "%2e%2e%2f", "%2F", "%5C", "\\", "", "x", "..;", "%00",
        "%0a", "%",
        "%zz", "%C0%AE", "%FF", "%F0%9F%98%80", "~", "*", "a b", "visits.csv", "facets", "\u00e9", "\u0001", "\u007f", ";a=1", "a:b", "@", "#x",
        "%252e%252e",
    ];

    private static readonly string[] Hosts =
    [
        "localhost", "example.org", "EXAMPLE.org:8080", "a_b", "xn--bcher-kva.example", "[::1]", "[::1]:5080", "127.0.0.1:1", "example.org.", "a:",
        "999.1.1.1",
        "", "xn--0", "xn--0.a", "xn--", "xn--a-ecp.ru", "XN--0", "a..b", ".a", ".", "..", "a:0", "a:99999", "a:65536", "a:-1", "a:80:80", "a:8x",
        ":80", "[::1", "[]", "[g::1]",
        "[::1]x", "[::1%25eth0]", "[v1.a]", "user@a", "user:pass@a", "a b", "a/b", "a?b", "a#b", "a\\b", "a\"b", "a'b", "a*b", "a,b", "a;b", "<a>",
        "%61", "a%00b",
        "b\u00fccher.example", "\u00ff\u00fe", "a\tb", "\u0001", "localhost, localhost", "http://a", "*",
        new string('a', 63) + ".example", new string('a', 64) + ".example", string.Concat(Enumerable.Repeat("abcdefg.", 31)) + "abcde",
        string.Concat(Enumerable.Repeat("abcdefg.", 32)) + "a",
    ];

    /// <summary>Each header that the service or its framework reads, with values at the edge of its form.</summary>
    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("Accept", [
            "*/*", "text/csv", "application/json;q=0.5, text/csv", "application/vnd.apache.parquet", "application/x-ndjson, */*;q=0", "a", "/",
            "*/json",
            ";;;", "application/json;q=2", "application/json;q=NaN", "text/html", "\"", "application/json; charset=\"", "image/png", "text/turtle",
            "\u00ff\u00c0"]),
        ("Accept-Encoding", ["gzip", "br", "gzip;q=0, *", "*;q=0", "identity;q=0", "br;q=2", "gzip;q=-1", ";;;", "zstd", "\u00ed\u00a0",
        "gzip, gzip, br;q=0.0001"]),
        ("Accept-Language", ["de", "*;q=0", ";;;"]),
        ("If-None-Match", ["*", "\"a\"", "W/\"a\"", "W/", "\"", "**", "\"a\" \"b\"", ",,,", "\u00ff"]),
        ("If-Match", ["*", "\"a\"", "W/"]),
        ("If-Modified-Since", ["Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "0", "yesterday",
        "\u00ff"]),
        ("Range", ["bytes=0-0", "bytes=-1", "bytes=0-18446744073709551616", "lines=1-2", "garbage"]),
        ("Prefer", ["server-timing", "server-timing=1", "respond-async, server-timing", "\"", ";;;", "SERVER-TIMING"]),
        ("traceparent", ["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-00000000000000000000000000000000-0000000000000000-00",
        "ff-", "\u00ff"]),
        ("tracestate", ["a=b", "a=b,,=,c", "\u00ff"]),
        ("baggage", ["a=b", "=;,", "%"]),
        ("Origin", ["null", "https://a.example", "\u00ff", "a b"]),
        ("Access-Control-Request-Method", ["GET", "DELETE", ""]),
        ("Access-Control-Request-Headers", ["x", "*", ",,"]),
        ("X-Forwarded-For", ["127.0.0.1", "::1, a", "999.1.1.1:99999", "unknown", "\u00ff"]),
        ("X-Forwarded-Host", ["evil.example", "xn--0", "a b"]),
        ("X-Forwarded-Proto", ["https", "javascript", "h\"t"]),
        ("X-Forwarded-Prefix", ["/evil", "evil", ".."]),
        ("Cookie", ["a=b", "=;=", "\u00ff"]),
        ("Content-Type", ["application/json", "/", "\u00ff"]),
        ("Expect", ["100-continue", "x"]),
        ("Upgrade", ["h2c", "websocket"]),
        ("Connection", ["keep-alive", "close", "upgrade", "X-Any"]),
        ("User-Agent", ["", "\u00ff", "a/1 (b)"]),
    ];

    /// <summary>Values with which a parameter is tried, whatever it takes.</summary>
    private static readonly string[] Values =
    [
        "0", "1", "-1", "2", "1000", "1001", "2147483647", "2147483648", "-2147483649", "9223372036854775808", "9999999999999999999999999999",
        "79228162514264337593543950336", "0.000000001", "-9999999999999999999999999999", "1e9", "NaN", "true", "false", "null", "0001", "9999",
        "0001-01-01",
        "9999-12-31", "0001-01", "9999-12", "0000", "10000", "2022", "2022-02-04", "0001/9999", "../0001", "9999/..", "[0001..9999]", "000X",
        "9998-24", "P1D",
        "P9999Y", "P9999W", "P9999M", "P0D", "CHN", "RUS", "CHN-RUS", "CHN>RUS", "CHN-CHN", "ZZZ", "synthetic-1", "synthetic-person-1",
        "visits/synthetic-1",
        "*", "-date", "id,-id", "-", ",", "a,,b", "\\,", "\\", "", "light", "dark", "day", "month", "year", "en",
    ];

    private static readonly string[] Searches =
    [
        "synthetic", "trade or border", "\"trade talks\"", "-synthetic", "-", "\"", "or", "a*", "trade -energy", "border:*", "<->", "! & |",
        "synthetic synthetic",
        "\ue000 trade", "<b>", "\U0010ffff", "中文", "ﬁ", "İ", "\u0301", "synth*", "(", "'", "\\",
    ];

    private static readonly string[] PanelYears = ["0001", "2022", "9999", "9998-12"];

    /// <summary>What turns an id into something else.</summary>
    private static readonly string[] Endings = [".csv", ".json", "/evidence", "/citation.bib", "/..", "%2e", "?x", ".", " ", "\u0001", "\ue000"];

    private readonly IReadOnlyList<Operation> _operations;
    private readonly string[] _resources;
    private readonly string[] _ids;
    private readonly string[] _words;
    private readonly Random _random;
    private readonly List<string> _seen = [];

    /// <summary>Whether the values of the next request are among those that the document lists, so that most of its answers have data.</summary>
    private bool _isTame;

    private HostileRequests(IReadOnlyList<Operation> operations, string[] resources, string[] ids, string[] words, int seed) =>
        (_operations, _resources, _ids, _words, _random) = (operations, resources, ids, words, new Random(seed));

    /// <summary>Reads the document, and ids of every resource, from the service.</summary>
    public static async Task<HostileRequests> ReadAsync(HttpClient service, int seed, CancellationToken cancel)
    {
        var document = JsonNode.Parse(await service.GetStringAsync(new Uri("/swagger/v1/swagger.json", UriKind.Relative), cancel))!;
        var index = JsonNode.Parse(await service.GetStringAsync(new Uri("/v1", UriKind.Relative), cancel))!;
        var resources = index["resources"]!.AsArray().Select(resource => (string)resource!["name"]!).ToArray();
        var ids = new List<string>();
        foreach (var resource in resources)
        {
            var page = JsonNode.Parse(await service.GetStringAsync(new Uri($"/v1/{resource}?fields=id&limit={MostIds}", UriKind.Relative), cancel))!;
            ids.AddRange(page["data"]!.AsArray().Select(record => (string)record!["id"]!));
        }

        var operations = document["paths"]!.AsObject().Select(path => Operation.Of(document, path.Key, path.Value!["get"]!)).ToArray();
        var names = operations.SelectMany(operation => operation.Parameters.Keys);
        var segments = operations.SelectMany(operation => operation.Path.Split('/'));
        var codes = operations.SelectMany(operation => operation.Parameters.Values).SelectMany(values => values);
        ids = ids.Count > 0 ? [.. ids.Distinct()] : ["none"];
        string[] words = [.. ids.Concat(names).Concat(segments).Concat(codes).Concat(HostileSeeds.Fragments).Concat(Values).Distinct()];
        return new(operations, resources, [.. ids], words, seed);
    }

    public HostileRequest Next()
    {
        _isTame = Of(2) == 0;
        var target = Of(20) switch
        {
            < 10 => Api(),
            < 16 => Page(),
            16 => Path(),
            _ => _seen.Count > 0 ? Damaged(One(_seen)) : Api(),
        };
        var host = Of(20) == 0 ? One(Hosts) : "localhost";
        var protocol = Of(12) == 0 ? "HTTP/1.0" : "HTTP/1.1";
        var method = Of(20) switch { 0 => "HEAD", 1 => "OPTIONS", 2 => One(["POST", "PUT", "DELETE", "TRACE", "PATCH", "CONNECT", "X"]), _ => "GET" };
        var headers = new StringBuilder();
        if (protocol == "HTTP/1.1" ? Of(200) > 0 : Of(2) > 0)
            headers.Append("Host: ").Append(host).Append("\r\n");
        for (var left = Of(3) == 0 ? 1 + Of(3) : 0; left > 0; left--)
        {
            var (name, values) = One(Headers);
            headers.Append(name).Append(": ").Append(Of(8) == 0 ? Bytes(One(_words)) : One(values)).Append("\r\n");
        }

        return new(method, target, protocol, headers.ToString());
    }

    /// <summary>Remembers the addresses to which an answer leads, to be requested and damaged: cursors are among them.</summary>
    public void Follow(WireAnswer answer)
    {
        foreach (var link in answer.Header("Link").Split('<', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('>')[0]))
        {
            var path = link.IndexOf("/v1/", StringComparison.Ordinal);
            if (path < 0)
                continue;
            if (_seen.Count < 500)
                _seen.Add(link[path..]);
            else
                _seen[Of(_seen.Count)] = link[path..];
        }
    }

    private string Api()
    {
        var operation = One(_operations);
        var path = new StringBuilder();
        foreach (var segment in operation.Path.Split('/').Skip(1))
            path.Append('/').Append(Filled(segment, operation));
        path.Append(Query([.. operation.Parameters.Keys], operation));
        return operation.IsPanel ? Bounded(path.ToString()) : path.ToString();
    }

    /// <summary>A panel over all years from 0001 to 9999 is allowed and takes minutes, which would be all that is tried.</summary>
    private string Bounded(string panel)
    {
        var year = One(PanelYears);
        var separator = panel.Contains('?') ? '&' : '?';
        return $"{panel}{separator}date_from={year}&date_to={year}";
    }

    /// <summary>A segment of a path with values for its parameters.</summary>
    private string Filled(string segment, Operation operation)
    {
        var open = segment.IndexOf('{');
        if (open < 0)
            return segment;
        var name = segment[(open + 1)..segment.IndexOf('}')];
        var values = name == "id" ? _ids : operation.InPath[name];
        return segment[..open] + Escaped(_isTame || Of(4) > 0 ? One(values) : One(_words)) + segment[(open + name.Length + 2)..];
    }

    private string Page()
    {
        var resource = One(_resources);
        var operation = _isTame ? _operations.First(operation => operation.Path == $"/v1/{resource}") : One(_operations);
        var given = new StringBuilder("/?");
        if (_isTame || Of(4) > 0)
            given.Append("resource=").Append(Escaped(!_isTame && Of(8) == 0 ? One(_words) : resource)).Append('&');
        if (Of(2) == 0)
        {
            var id = One(_isTame ? _ids : _words) + (Of(3) == 0 ? One(Endings) : "");
            given.Append("id=").Append(Escaped(id)).Append('&');
        }

        return given.Append(Query([.. operation.Parameters.Keys], operation).TrimStart('?')).ToString();
    }

    private string Query(string[] names, Operation operation)
    {
        if (_isTame)
            names = [.. names.Where(name => operation.Parameters[name].Count > 0)];
        if (names.Length == 0)
            names = ["dataset_version"];
        var given = Enumerable.Range(0, Of(_isTame ? 3 : 5)).Select(_ => _isTame || Of(25) > 0 ? One(names) : One(_words)).Distinct()
            .Select(name => $"{Escaped(name)}={Value(name, operation.Parameters.GetValueOrDefault(name, []))}").ToList();
        if (operation.Parameters.ContainsKey("q") && Of(6) == 0 && given.TrueForAll(one => !one.StartsWith("q=", StringComparison.Ordinal)))
            given.Add($"q={Escaped(One(Searches))}");
        return given.Count == 0 ? "" : $"?{string.Join(_isTame ? "&" : One(["&", "&", "&&", ";"]), given)}";
    }

    private string Value(string name, IReadOnlyList<string> listed)
    {
        if (name == "q")
            return Escaped(One(Searches));
        if (_isTame)
            return Escaped(One(listed.Count > 0 ? listed : ["1"]));
        var value = Of(8) == 0 ? ""
            : string.Join(',', Enumerable.Range(0, 1 + (Of(4) / 3)).Select(_ => listed.Count > 0 && Of(3) > 0 ? One(listed) : One(_words)));
        return Of(12) == 0 ? Bytes(value) : Escaped(value);
    }

    private string Path()
    {
        var path = string.Concat(Enumerable.Range(0, 1 + Of(5)).Select(_ => "/" + (Of(3) == 0 ? One(Segments) : Bytes(One(_words)))));
        return Of(8) switch
        {
            0 => $"http://localhost{path}",
            1 => $"{One(["HTTPS", "ftp", "file", "x"])}://{One(Hosts)}{path}",
            2 => One(["*", "localhost:80", "http:", "http:\\\\localhost\\v1", "v1/visits", "?q=a", "//localhost/v1"]),
            3 => $"/v1/{One(_resources)}/{One(Segments)}/../{One(_resources)}",
            _ => path,
        };
    }

    /// <summary>An address of which one character is another.</summary>
    private string Damaged(string address)
    {
        if (Of(3) == 0)
            return address;
        var at = Of(address.Length);
        return address[..at] + One(["", "A", "%", "%00", "&", "=", "\u00ff", "%F0%9F"]) + address[Math.Min(address.Length, at + 1)..];
    }

    private static string Escaped(string text) => Uri.EscapeDataString(text);

    /// <summary>A text as its bytes, of which each is one character. A line end or a blank would end the line or its part.</summary>
    private static string Bytes(string text) =>
        Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text)).Replace(' ', '+').Replace('\n', '+').Replace('\r', '+').Replace('\0', '+');

    private int Of(int count) => _random.Next(count);

    private T One<T>(IReadOnlyList<T> items) => items[Of(items.Count)];

    /// <summary>An operation of the document, with the values that it lists for each parameter.</summary>
    private sealed record Operation(
        string Path, IReadOnlyDictionary<string, IReadOnlyList<string>> InPath, IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters)
    {
        public static Operation Of(JsonNode document, string path, JsonNode operation)
        {
            var all = (operation["parameters"]?.AsArray() ?? []).Select(parameter => (string?)parameter!["$ref"] is { } address
                ? document["components"]!["parameters"]![address[(address.LastIndexOf('/') + 1)..]]! : parameter).ToArray();
            var bounds = IsOfPanel(path) ? new[] { "date_from", "date_to", "around", "window" } : [];
            return new(path, In("path"), In("query"));

            IReadOnlyDictionary<string, IReadOnlyList<string>> In(string place) => all.Where(parameter => (string)parameter["in"]! == place)
                .ToDictionary(parameter => (string)parameter["name"]!, ValuesOf).Where(pair => !bounds.Contains(pair.Key)).ToDictionary();
        }

        public bool IsPanel => IsOfPanel(Path);

        private static bool IsOfPanel(string path) => path.StartsWith("/v1/panel", StringComparison.Ordinal);

        private static IReadOnlyList<string> ValuesOf(JsonNode parameter)
        {
            var schema = parameter["schema"];
            var codes = (schema?["enum"] ?? schema?["items"]?["enum"])?.AsArray().Select(code => $"{code}").ToList() ?? [];
            foreach (var value in new[] { parameter["example"], schema?["minimum"], schema?["maximum"] }.OfType<JsonNode>())
                codes.Add($"{value}");
            var description = (string?)parameter["description"] ?? "";
            var allowed = description.LastIndexOf("Allowed: ", StringComparison.Ordinal);
            if (allowed >= 0)
                codes.AddRange(description[(allowed + "Allowed: ".Length)..].TrimEnd('.').Split(", "));
            return codes;
        }
    }
}
