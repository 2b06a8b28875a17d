namespace Api.Http;

/// <summary>Listens on this machine only, unless the operator configures an address.</summary>
internal static class DefaultAddress
{
    private static readonly string[] Settings =
        [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    public static void Use(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (Settings.All(name => string.IsNullOrEmpty(configuration[name])) && !configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
            builder.WebHost.UseUrls(ApiIdentity.DefaultAddress);
    }
}
