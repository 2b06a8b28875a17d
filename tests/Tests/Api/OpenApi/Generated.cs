namespace Tests.Api.OpenApi;

/// <summary>A request, and the parameter that is wrong with it; null when nothing is.</summary>
internal sealed record Generated(string Path, string Address, string? Broken)
{
    public override string ToString() => Broken is null ? Address : $"{Address} ('{Broken}' is wrong)";
}
