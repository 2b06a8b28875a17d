using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Api.Guards;

/// <summary>Whose word is taken for a client's address, where forwarded headers are switched on.</summary>
internal static class Proxies
{
    /// <summary>Anybody can write X-Forwarded-For: it counts only when it comes through a proxy that is known.</summary>
    /// <exception cref="InvalidOperationException">A proxy is no address and no network.</exception>
    public static void Trust(ForwardedHeadersOptions forwarded, string known)
    {
        var proxies = Networks(nameof(Limits.KnownProxies), known).ToList();
        if (proxies.Count == 0)
        {
            forwarded.ForwardedHeaders &= ~ForwardedHeaders.XForwardedFor;
            return;
        }

        forwarded.ForwardLimit = null; // As many proxies as are known, one after the other.
        proxies.ForEach(forwarded.KnownIPNetworks.Add);
    }

    /// <summary>Reads addresses and networks, separated by commas.</summary>
    /// <exception cref="InvalidOperationException">One is neither.</exception>
    public static IEnumerable<IPNetwork> Networks(string setting, string given)
    {
        foreach (var text in given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            yield return IPNetwork.TryParse(text, out var network) ? network
                : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, 8 * address.GetAddressBytes().Length)
                : throw new InvalidOperationException($"{Limits.Section}:{setting} has '{text}', which is no address and no network such as 10.0.0.0/8.");
        }
    }
}
