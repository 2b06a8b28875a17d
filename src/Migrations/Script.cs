using System.Security.Cryptography;
using System.Text;

namespace Migrations;

/// <summary>A script of the folder db/, embedded in this program.</summary>
internal sealed record Script(string Name, string Sql)
{
    /// <summary>SHA-256 of the text, comments included.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    public static IReadOnlyList<Script> All { get; } = [.. typeof(Script).Assembly.GetManifestResourceNames()
        .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(name => new Script(name, Read(name)))];

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Script).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n"); // A checkout on Windows has the same checksums.
    }
}
