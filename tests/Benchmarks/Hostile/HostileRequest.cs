namespace Benchmarks.Hostile;

/// <summary>A request as it is sent, byte by byte.</summary>
/// <param name="Method">Its method, on which the body of the answer depends.</param>
/// <param name="Target">Its target, as the first line has it.</param>
/// <param name="Protocol">Its version of HTTP.</param>
/// <param name="Headers">Its headers, each with its line end.</param>
internal sealed record HostileRequest(string Method, string Target, string Protocol, string Headers)
{
    public string Text => $"{Method} {Target} {Protocol}\r\n{Headers}\r\n";

    public override string ToString() => $"{Method} {Target} {Protocol} {Headers.ReplaceLineEndings(" | ")}";
}
