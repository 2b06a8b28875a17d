namespace Reference;

/// <summary>The least web server that ASP.NET Core has a builder for.</summary>
internal static class Server
{
    public static WebApplication Build(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        return builder.Build();
    }
}
