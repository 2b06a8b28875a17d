using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Http;

/// <summary>The service listens only at the configured addresses. Each of the framework's settings can configure them.</summary>
public sealed class DefaultAddressTests
{
    private const string Listening = "Now listening on: ";
    private const string NoDatabase = "Host=127.0.0.1;Port=1;Username=none;Password=none;Database=none";

    [Theory]
    [InlineData("HTTP_PORTS", "{0}", "http")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{0}", "http")]
    [InlineData("DOTNET_HTTP_PORTS", "{0}", "http")]
    [InlineData("HTTPS_PORTS", "{0}", "https")]
    [InlineData("ASPNETCORE_HTTPS_PORTS", "{0}", "https")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:{0}", "http")]
    [InlineData("Kestrel__Endpoints__Plain__Url", "http://127.0.0.1:{0}", "http")]
    public async Task Configured_address_replaces_the_default(string setting, string value, string scheme)
    {
        var port = FreePort();
        using var folder = new TemporaryFolder();
        var (certificate, key, thumbprint) = WriteCertificate(folder.Path);
        await using var api = ProgramProcess.Start(
            "Api",
            ["--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information", $"--ConnectionStrings:Dataset={NoDatabase}"],
            (setting, string.Format(null, value, port)),
            ("Kestrel__Certificates__Default__Path", certificate), ("Kestrel__Certificates__Default__KeyPath", key));
        await api.LineAsync(line => line.Contains("Application started", StringComparison.Ordinal));

        var address = Assert.Single(api.Output.Split('\n'), line => line.Contains(Listening, StringComparison.Ordinal));
        Assert.EndsWith($":{port}", address.Trim());
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, presented, _, _) => presented?.Thumbprint == thumbprint,
        };
        using var client = new HttpClient(handler) { BaseAddress = new Uri($"{scheme}://127.0.0.1:{port}") };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task HTTPS_without_a_certificate_is_explained()
    {
        using var home = new TemporaryFolder(); // This home folder has no developer certificate.
        await using var api = ProgramProcess.Start(
            "Api",
            [$"--ConnectionStrings:Dataset={NoDatabase}", "--Logging:LogLevel:Default=None"],
            ("HTTPS_PORTS", $"{FreePort()}"), ("HOME", home.Path));

        Assert.Equal(1, await api.ExitAsync());
        Assert.Contains("certificate", api.Error);
        Assert.DoesNotContain("   at ", api.Error + api.Output);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static (string Certificate, string Key, string Thumbprint) WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (certificateFile, keyFile) = (Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"));
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificateFile, keyFile, certificate.Thumbprint);
    }
}
