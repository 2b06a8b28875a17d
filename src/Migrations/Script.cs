using System.Security.Cryptography;
using System.Text;

namespace Migrations;

/// <summary>A script of the folder db/, carried in this program.</summary>
/// <param name="Name">The file's name; scripts are applied in the order of their names.</param>
/// <param name="Sql">Its text.</param>
public sealed record Script(string Name, string Sql)
{
    /// <summary>SHA-256 of the text, by which an edit of an applied script is noticed.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>All scripts, in order.</summary>
    public static IReadOnlyList<Script> All { get; } = [.. typeof(Script).Assembly.GetManifestResourceNames()
        .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(name => new Script(name, Read(name)))];

    /// <summary>Line ends are made alike, so that a checkout on another system has the same checksums.</summary>
    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Script).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
