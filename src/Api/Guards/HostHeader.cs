using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Api.Guards;

/// <summary>The form of the header Host: a name in ASCII or an IP address, with at most a port.</summary>
internal static partial class HostHeader
{
    private const int LongestName = 253;

    public static bool IsValid(string host) =>
        Form().Match(host) is { Success: true } found
        && found.Groups["name"].Length <= LongestName
        && (!found.Groups["ipv6"].Success || IsAddress(found.Groups["ipv6"].Value))
        && (!found.Groups["port"].Success || IsPort(found.Groups["port"].Value))
        && IsEncoded(host);

    private static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static bool IsPort(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;

    /// <summary>The framework decodes and encodes labels that begin with xn--, and throws for one that is not a name.</summary>
    private static bool IsEncoded(string host)
    {
        try
        {
            return HostString.FromUriComponent(host.ToLowerInvariant()).ToUriComponent().Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^(?:\[(?<ipv6>[0-9A-Fa-f:.]+)\]|(?<name>[0-9A-Za-z_-]{1,63}(?:\.[0-9A-Za-z_-]{1,63})*)\.?)(?::(?<port>[0-9]+))?\z")]
    private static partial Regex Form();
}
