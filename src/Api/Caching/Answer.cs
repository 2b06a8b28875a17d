using Api.Database;
using Api.Guards;

namespace Api.Caching;

/// <summary>An answer before it is written. The response already has the headers that do not depend on the body.</summary>
/// <param name="Key">The canonical request, the format included: equal keys have equal bodies in one version.</param>
/// <param name="Version">The version it is read from; null where it does not depend on the dataset.</param>
/// <param name="WriteAsync">Writes the body, and sets the headers that depend on it.</param>
internal sealed record Answer(string Key, DatasetVersion? Version, Func<Stream, Task> WriteAsync)
{
    /// <summary>The class of the place in which it is computed; null where it needs none: it is small and fixed, or has its parts from others.</summary>
    public PriceClass? Price { get; init; } = PriceClass.Light;

    /// <summary>The request names its version, so the records of the answer never change.</summary>
    public bool IsPinned { get; init; }

    /// <summary>
    /// The body may be larger than any cached one. It is then sent while it is written, and not at all for HEAD. So its headers, the entity tag
    /// included, do not depend on it.
    /// </summary>
    public bool IsStreamed { get; init; }

    /// <summary>The format compresses its bytes itself.</summary>
    public bool IsCompressed { get; init; }
}
