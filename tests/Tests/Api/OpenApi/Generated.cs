namespace Tests.Api.OpenApi;

/// <summary>A request and its invalid parameter; null when the request is valid.</summary>
internal sealed record Generated(string Path, string Address, string? Broken)
{
    public override string ToString() => Broken is null ? Address : $"{Address} ('{Broken}' is wrong)";
}
