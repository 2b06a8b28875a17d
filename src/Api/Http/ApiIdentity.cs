namespace Api.Http;

/// <summary>The API's name, and its address where nothing else is configured.</summary>
internal static class ApiIdentity
{
    public const string Title = "Bilateral Relations API";

    /// <summary>On this machine only.</summary>
    public const string DefaultAddress = "http://localhost:5080";
}
