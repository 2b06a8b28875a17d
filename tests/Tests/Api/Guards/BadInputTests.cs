using System.IO.Compression;
using System.Text.Json;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Guards;

/// <summary>Values and headers that are nearly valid or hostile are refused by name or treated as plain text.</summary>
public sealed class BadInputTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private Uri Server => api.Client.BaseAddress!;

    [Theory]
    [InlineData("1e9"), InlineData("1E2"), InlineData("NaN"), InlineData("Infinity"), InlineData("-Infinity")]
    [InlineData("+1"), InlineData(" 1"), InlineData("1 "), InlineData("\u00a01"), InlineData("\u20071")]
    [InlineData("0x10"), InlineData("1_000"), InlineData("1 000"), InlineData("1'000"), InlineData("--1")]
    [InlineData("-"), InlineData("1-"), InlineData("1."), InlineData(".5"), InlineData("1.5.5")]
    [InlineData("(1)"), InlineData("١"), InlineData("１"), InlineData("೩"), InlineData("²")]
    [InlineData("Ⅳ"), InlineData("½"), InlineData("−1"), InlineData("one"), InlineData("null")]
    [InlineData("1;2"), InlineData("99999999999999999999999999999999999999")]
    public async Task Numbers_need_plain_digits(string text)
    {
        var value = Uri.EscapeDataString(text);
        foreach (var (address, parameter) in new[]
        {
            ("visits", "limit"), ("visits", "dataset_version"), ("dataset", "dataset_version"), ("changes", "since"),
            ("visits", "occurrences"), ("visits", "occurrences__gte"), ("trade-figures", "value"), ("trade-figures", "value__lte"),
            ("trade-figures/facets", "value__gte"), ("trade-figures.csv", "value__gte"),
        })
        {
            var error = Assert.Single(await api.Client.ErrorsAsync($"/v1/{address}?{parameter}={value}"));
            Assert.Equal(parameter, error.Parameter);
            Assert.Contains(error.Code, new[] { "invalid_value", "out_of_range" });
        }
    }

    [Theory]
    [InlineData("limit", "-1"), InlineData("limit", "1.5"), InlineData("dataset_version", "-1"), InlineData("dataset_version", "1.0")]
    [InlineData("occurrences__gte", "1.5"), InlineData("occurrences__gte", "2147483648")]
    public async Task A_number_of_the_wrong_kind_is_refused(string parameter, string value) =>
        Assert.Equal(parameter, Assert.Single(await api.Client.ErrorsAsync($"/v1/visits?{parameter}={value}")).Parameter);

    /// <summary>NUL and other control characters; bytes that are truncated, overlong, misplaced or beyond Unicode; half a surrogate pair.</summary>
    [Theory]
    [InlineData("%00"), InlineData("a%00b"), InlineData("%01"), InlineData("%0D%0AX-Injected:%201"), InlineData("%1B%5B31m")]
    [InlineData("%7F"), InlineData("%C2%85"), InlineData("%FF"), InlineData("%80"), InlineData("%C3"), InlineData("%C3%28")]
    [InlineData("%C0%80"), InlineData("%C0%AF"), InlineData("%E0%80%AF"), InlineData("%F0%80%80%AF"), InlineData("%ED%A0%80")]
    [InlineData("%ED%BF%BF"), InlineData("%ED%A0%BD%ED%B8%80"), InlineData("%F4%90%80%80"), InlineData("%FE%FE%FF%FF")]
    public async Task Invalid_bytes_are_refused_everywhere(string bytes)
    {
        foreach (var parameter in new[] { "q", "title__contains", "kind", "limit", "cursor", "fields", "id", "date_from" })
        {
            var answer = await RawConnection.RequestAsync(
                Server, $"GET /v1/visits?{parameter}={bytes} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            Assert.Equal(400, answer.Status);
            Assert.Null(answer.Header("X-Injected"));
            var error = Assert.Single(JsonSerializer.Deserialize<JsonElement>(answer.Body).GetProperty("errors").EnumerateArray());
            Assert.Equal((parameter, "invalid_value"), (error.GetProperty("parameter").GetString(), error.GetProperty("code").GetString()));
        }

        string[] addresses =
        [
            $"/v1/visits?{bytes}=1", $"/v1/visits.{bytes}", $"/v1/visits/{bytes}", $"/v1/{bytes}",
            $"/v1/visits/{bytes}/citation", $"/v1/codelists/{bytes}",
        ];
        foreach (var address in addresses)
        {
            var answer = await RawConnection.RequestAsync(Server, $"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            Assert.Contains(answer.Status, new[] { 400, 404 });
            Assert.Null(answer.Header("X-Injected"));
            if (answer.Body.Length > 0) // The server itself refuses a NUL in the path.
                Assert.StartsWith("/v1/problems/", JsonSerializer.Deserialize<JsonElement>(answer.Body).GetProperty("type").GetString());
        }
    }

    [Theory]
    [InlineData("GET /v1/visits/....//....//etc/passwd"), InlineData("GET //etc/passwd")]
    [InlineData("GET /swagger/%2e%2e/appsettings.json"), InlineData("GET /swagger/..;/appsettings.json")]
    [InlineData("GET /notebooks/..%2f..%2fappsettings.json"), InlineData("GET /notebooks/%252e%252e%252fappsettings.json")]
    [InlineData("GET /v1/problems/..%5c..%5cApi.dll"), InlineData("GET /%c0%ae%c0%ae/appsettings.json"), InlineData("GET /Api.dll")]
    public async Task No_path_leads_to_a_file(string line)
    {
        var answer = await RawConnection.RequestAsync(Server, $"{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.Equal(404, answer.Status);
        Assert.Equal("application/problem+json", answer.Header("Content-Type"));
    }

    [Theory]
    [InlineData(""), InlineData("*"), InlineData("identity"), InlineData("identity;q=0"), InlineData("*;q=0")]
    [InlineData("gzip;q=0, *"), InlineData("gzip"), InlineData("GZIP;Q=1"), InlineData("br;q=2"), InlineData("gzip;q=abc")]
    [InlineData("gzip;q=-1"), InlineData("gzip;q=0.0001, br;q=0"), InlineData(";;;"), InlineData(", ,")]
    [InlineData("deflate"), InlineData("zstd, compress"), InlineData("x-gzip")]
    [InlineData("gzip, gzip, gzip"), InlineData("\"gzip\""), InlineData("br\t;\tq=1")]
    public async Task Content_Encoding_names_the_encoding_used(string accepted)
    {
        foreach (var address in new[] { "/v1/exercises", "/v1/exercises.csv", "/v1/visits?limit=0", "/swagger/v1/swagger.json" })
        {
            var plain = await (await api.Client.RequestAsync(address)).Content.ReadAsStringAsync();
            using var response = await api.Client.RequestAsync(address, ("Accept-Encoding", accepted));
            await using var body = await response.Content.ReadAsStreamAsync();
            await using Stream unpacked = response.Header("Content-Encoding") switch
            {
                "br" => new BrotliStream(body, CompressionMode.Decompress),
                "gzip" => new GZipStream(body, CompressionMode.Decompress),
                null => body,
                var other => throw new InvalidOperationException($"{accepted} got {other}"),
            };
            var text = await new StreamReader(unpacked).ReadToEndAsync();
            if (address.Contains("limit=0"))
                Assert.Equal(400, (int)response.StatusCode);
            else
                Assert.Equal(plain, text);
        }
    }

    [Theory]
    [InlineData(""), InlineData("W/"), InlineData("\""), InlineData("\"\""), InlineData("abc")]
    [InlineData("W/*"), InlineData("**"), InlineData("\"a\" \"b\""), InlineData("\"a\", garbage")]
    [InlineData(",,,"), InlineData("\"\\\"\""), InlineData("'single'"), InlineData("*, \"a\"")]
    public async Task Unknown_tag_gets_the_full_answer(string tag)
    {
        string[] addresses =
            ["/v1/exercises", $"/v1/exercises/{Cases.Find("exercises").Example}", "/v1/exercises.csv", "/v1/dataset/versions.atom"];
        foreach (var address in addresses)
        {
            using var response = await api.Client.RequestAsync(
                address, ("If-None-Match", tag), ("If-Match", tag), ("If-Modified-Since", tag), ("If-Unmodified-Since", tag));
            Assert.Contains((int)response.StatusCode, tag == "*, \"a\"" ? new[] { 200, 304 } : [200]);
        }
    }

    [Fact]
    public async Task Very_many_tags_are_looked_through()
    {
        using var answer = await api.Client.RequestAsync("/v1/exercises");
        var tags = string.Join(", ", Enumerable.Range(0, 2000).Select(i => $"\"{i}\""));
        using var without = await api.Client.RequestAsync("/v1/exercises", ("If-None-Match", tags));
        using var with = await api.Client.RequestAsync("/v1/exercises", ("If-None-Match", $"{tags}, {answer.Header("ETag")}"));
        Assert.Equal((200, 304), ((int)without.StatusCode, (int)with.StatusCode));
    }

    [Theory]
    [InlineData("bytes=0-0"), InlineData("bytes=0-"), InlineData("bytes=-1"), InlineData("bytes=5-2")]
    [InlineData("bytes=999999999-"), InlineData("bytes=0-0,2-3,5-9"), InlineData("bytes=-")]
    [InlineData("lines=1-2"), InlineData("garbage"), InlineData("bytes=0-18446744073709551616")]
    public async Task Range_requests_get_the_whole_answer(string range)
    {
        foreach (var address in new[] { "/v1/exercises", "/v1/exercises.csv", "/v1/exercises.parquet" })
        {
            var whole = await api.Client.GetByteArrayAsync(address);
            using var response = await api.Client.RequestAsync(address, ("Range", range), ("If-Range", "\"x\""));
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Null(response.Header("Content-Range"));
            Assert.Equal(whole, await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory]
    [InlineData("a"), InlineData("/"), InlineData("*"), InlineData("*/json"), InlineData("application/json;q=2")]
    [InlineData("application/json;q=NaN"), InlineData("application/json;q=-1"), InlineData("application/json;q=0.00000000001")]
    [InlineData(";;;"), InlineData(",,,"), InlineData("\""), InlineData("application/json; charset=\"")]
    [InlineData("text/csv text/csv"), InlineData("text/html"), InlineData("application/json;q=0"), InlineData("*/*;q=0")]
    public async Task Any_Accept_gets_answer_or_406(string accept)
    {
        string[] addresses =
        [
            "/v1/exercises", $"/v1/exercises/{Cases.Find("exercises").Example}", "/v1/exercises/facets", "/v1/exercises/citation",
            "/v1", "/health/live",
        ];
        foreach (var address in addresses)
        {
            using var response = await api.Client.RequestAsync(address, ("Accept", accept));
            if (response.IsSuccessStatusCode)
                Assert.NotEqual("text/html", response.Content.Headers.ContentType!.MediaType);
            else
                Assert.NotEmpty((await response.ProblemAsync(406)).GetProperty("allowed").EnumerateArray());
        }
    }

    [Fact]
    public async Task Odd_header_bytes_do_no_harm()
    {
        string[] headers =
        [
            "Accept", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range", "traceparent", "Origin", "User-Agent",
            "X-Forwarded-For",
        ];
        foreach (var header in headers)
        {
            var answer = await RawConnection.RequestAsync(Server,
                $"GET /v1/exercises HTTP/1.1\r\nHost: localhost\r\n{header}: \u00ff\u00c0\u00af\u00ed\u00a0\u0080\r\nConnection: close\r\n\r\n");
            Assert.Contains(answer.Status, new[] { 200, 400, 406 });
        }
    }

    [Theory]
    [InlineData("Host: a b"), InlineData("Host: a/b"), InlineData("Host: user@a"), InlineData("Host: a?x")]
    [InlineData("Host: \"><script>"), InlineData("Host: a\\b"), InlineData("Host: a:port"), InlineData("Host: [::1")]
    public async Task A_host_that_is_none_is_refused(string header)
    {
        var answer = await RawConnection.RequestAsync(Server, $"GET /v1/visits HTTP/1.1\r\n{header}\r\nConnection: close\r\n\r\n");
        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain("script", answer.Head + answer.Body);
    }

    [Fact]
    public async Task Forwarding_headers_change_no_address()
    {
        using var response = await api.Client.RequestAsync("/v1/visits?limit=1",
            ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Prefix", "/evil"),
            ("Forwarded", "host=evil.example"), ("X-Original-URL", "/v1/nothing"), ("X-Rewrite-URL", "/v1/nothing"),
            ("X-HTTP-Method-Override", "DELETE"), ("X-Forwarded-For", "127.0.0.1"));
        var page = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()).GetProperty("page");
        Assert.StartsWith(Server.ToString(), page.GetProperty("next").GetString());
        Assert.DoesNotContain("evil", response.Header("Link"));
    }

    /// <summary>The values are text. They are not patterns, and each has the same cost.</summary>
    [Theory]
    [InlineData("(a+)+$"), InlineData("(.*)*x"), InlineData("^(([a-z])+.)+[A-Z]([a-z])+$"), InlineData("a{1,99999}"), InlineData("[[[[[[[[")]
    [InlineData("\\"), InlineData("\\\\\\"), InlineData("%"), InlineData("_"), InlineData("%%%%%%%%%%_____"), InlineData("\\%")]
    [InlineData("' or ''='"), InlineData("'; drop table visits; --"), InlineData("$1"), InlineData("@q"), InlineData("{0}")]
    public async Task A_pattern_is_searched_for_as_text(string text)
    {
        var value = Uri.EscapeDataString(text);
        var rows = await api.Client.RowsAsync("statements");
        var holding = rows.Where(row => row.GetProperty("title").GetString()!.Contains(text, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(ApiRequests.Ids(holding), await api.Client.IdsAsync("statements", $"title__contains={value}&sort=id"));
        using var searched = await api.Client.RequestAsync($"/v1/statements?q={value}");
        Assert.Contains((int)searched.StatusCode, new[] { 200, 400 });
        if (text.Any(char.IsLetterOrDigit))
            Assert.Equal(200, (int)searched.StatusCode);
    }

    [Theory]
    [InlineData("a or ", 100), InlineData("-", 490), InlineData("\"", 490), InlineData("\"a ", 160), InlineData("a*", 240)]
    [InlineData("(a+)+", 98), InlineData("a-", 245), InlineData("%", 490), InlineData("a'", 240), InlineData("!&|", 160)]
    [InlineData("<-> a ", 80)]
    public async Task A_search_made_to_be_dear_is_answered(string piece, int times)
    {
        var search = Uri.EscapeDataString("x" + string.Concat(Enumerable.Repeat(piece, times)));
        foreach (var question in new[] { "statements?", "search?", "timeline?", "statements/facets?", "statements.csv?" })
        {
            using var response = await api.Client.RequestAsync($"/v1/{question}q={search}");
            Assert.Contains((int)response.StatusCode, new[] { 200, 400 });
        }

        var bomb = Uri.EscapeDataString(string.Concat(Enumerable.Repeat("%_", 1000)));
        Assert.Empty(await api.Client.IdsAsync("statements", $"quote__contains={bomb}"));
    }

    [Fact]
    public async Task Client_text_never_breaks_log_lines()
    {
        await using var service = ProgramProcess.Start("Api",
        [
            "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
            "--ConnectionStrings:Dataset=Host=127.0.0.1;Port=1;Username=nobody;Password=none;Database=none",
        ]);
        var line = await service.LineAsync(line => line.Contains("Now listening on: "));
        var server = new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Trim());
        string[] addresses =
        [
            "/v1/visits?q=%0D%0Ainfo:%20forged%5B0%5D%1B%5B31m", "/v1/visits/%0D%0Aforged%1B%5B31m", "/forged%0Aforged",
            "/v1/visits?forged%0D%0A=1",
        ];
        foreach (var address in addresses)
        {
            var answer = await RawConnection.RequestAsync(server,
                $"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "User-Agent: forged\u001b[31m\r\nReferer: forged\r\ntraceparent: forged\r\n\r\n");
            Assert.Contains(answer.Status, new[] { 404, 503 });
        }

        await service.SignalAsync("TERM");
        await service.ExitAsync();
        Assert.Contains("The dataset's version cannot be read", service.Output);
        foreach (var written in (service.Output + service.Error).Split('\n'))
        {
            Assert.DoesNotContain('\u001b', written);
            Assert.DoesNotContain("forged[0]", written);
            Assert.False(written.StartsWith("forged", StringComparison.Ordinal), written);
        }
    }
}
