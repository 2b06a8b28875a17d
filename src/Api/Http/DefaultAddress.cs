using Api.Database;

namespace Api.Http;

/// <summary>Listens on this machine only, unless the operator configures an address.</summary>
internal static class DefaultAddress
{
    private static readonly string[] Settings =
        [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    /// <exception cref="SettingException">A configured address cannot be parsed.</exception>
    public static void Use(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var addresses = configuration[WebHostDefaults.ServerUrlsKey] ?? "";
        foreach (var address in addresses.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            Check(address);
        if (Settings.All(name => string.IsNullOrEmpty(configuration[name])) && !configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
            builder.WebHost.UseUrls(ApiIdentity.DefaultAddress);
    }

    private static void Check(string address)
    {
        try
        {
            BindingAddress.Parse(address);
        }
        catch (FormatException failure)
        {
            throw new SettingException($"'{address}' is not an address to listen on. Give one such as {ApiIdentity.DefaultAddress}.", failure);
        }
    }
}
