using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Dataset;

/// <summary>The XML documentation of types and members as plain text, for Swagger, the code lists and the data dictionary.</summary>
public static partial class Documentation
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, string>> ByAssembly = new();

    /// <summary>The summary of a type, property or enum member. An undocumented one is an error.</summary>
    public static string Of(MemberInfo member)
    {
        var key = member switch
        {
            Type type => $"T:{type.FullName}",
            PropertyInfo property => $"P:{property.DeclaringType!.FullName}.{property.Name}",
            FieldInfo field => $"F:{field.DeclaringType!.FullName}.{field.Name}",
            _ => throw new ArgumentException($"{member} is not a type, a property or a field.", nameof(member)),
        };
        return ByAssembly.GetOrAdd(member.Module.Assembly, Read).GetValueOrDefault(key)
            ?? throw new InvalidOperationException($"{key} has no XML documentation.");
    }

    private static Dictionary<string, string> Read(Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        return XDocument.Load(file).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => Plain(member.Element("summary")!));
    }

    private static string Plain(XElement summary)
    {
        var text = string.Concat(summary.DescendantNodes().Select(node => node switch
        {
            XText t => t.Value,
            XElement { Name.LocalName: "see" } see => see.Attribute("cref")?.Value.Split('.')[^1] ?? "",
            _ => "",
        }));
        return WhiteSpace().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
