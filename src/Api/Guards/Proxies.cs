using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Api.Guards;

/// <summary>Whose word is taken for a client's address, where forwarded headers are switched on.</summary>
internal static class Proxies
{
    /// <summary>Anybody can write X-Forwarded-For: it counts only when it comes through a proxy that is known.</summary>
    /// <exception cref="InvalidOperationException">A proxy is no address and no network.</exception>
    public static void Trust(ForwardedHeadersOptions forwarded, string known)
    {
        var given = known.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (given.Length == 0)
        {
            forwarded.ForwardedHeaders &= ~ForwardedHeaders.XForwardedFor;
            return;
        }

        forwarded.ForwardLimit = null; // As many proxies as are known, one after the other.
        foreach (var proxy in given)
        {
            if (IPAddress.TryParse(proxy, out var address))
                forwarded.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(proxy, out var network))
                forwarded.KnownIPNetworks.Add(network);
            else
                throw new InvalidOperationException($"{Limits.Section}:{nameof(Limits.KnownProxies)} has '{proxy}', which is no address and no network such as 10.0.0.0/8.");
        }
    }
}
