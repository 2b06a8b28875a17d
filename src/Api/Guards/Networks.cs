using System.Net;
using IPNetwork = System.Net.IPNetwork;

namespace Api.Guards;

/// <summary>A list of IP addresses and networks, separated by commas.</summary>
internal static class Networks
{
    public static IPNetwork[] Parse(string list) =>
        [.. Items(list).Select(item => TryParse(item, out var network) ? network : throw new FormatException(item))];

    /// <summary>Finds the first item that is neither an address nor a network.</summary>
    public static string? FindInvalid(string list) => Items(list).FirstOrDefault(item => !TryParse(item, out _));

    private static string[] Items(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool TryParse(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network))
            return true;
        if (!IPAddress.TryParse(text, out var address))
            return false;
        network = new IPNetwork(address, 8 * address.GetAddressBytes().Length);
        return true;
    }
}
