using System.Net;
using System.Net.Sockets;
using IPNetwork = System.Net.IPNetwork;

namespace Api.Guards;

/// <summary>Distinguishes clients by their addresses.</summary>
internal sealed class Clients(Limits limits)
{
    private readonly IPNetwork[] _uncounted = Networks.Parse(limits.Uncounted);

    /// <summary>
    /// The client of a request; null for one whose requests are not counted, which may be a proxy of this machine. One without an address came
    /// through a socket of this machine.
    /// </summary>
    public IPAddress? Find(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address)
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        foreach (var network in _uncounted)
        {
            if (network.Contains(address))
                return null;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? NetworkOf(address) : address;
    }

    /// <summary>An IPv6 client is its whole network of 64 bits, of which it can use any address.</summary>
    private static IPAddress NetworkOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }
}
