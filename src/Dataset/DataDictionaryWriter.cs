using System.Reflection;
using System.Text;

namespace Dataset;

/// <summary>The data dictionary as Markdown, made from the records' own documentation: every member and every code.</summary>
public static class DataDictionaryWriter
{
    /// <summary>The dictionary: a table per resource, per object within records, and per code list.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        Table(text, "dataset.json", typeof(DatasetDescription), Properties(typeof(DatasetDescription)));
        foreach (var resource in ResourceTypes.All)
            Table(text, $"{resource.Name}.json", resource.Record, resource.Properties);
        foreach (var type in ResourceTypes.All.SelectMany(resource => resource.Properties).Select(ObjectIn).OfType<Type>().Distinct())
            Table(text, $"An object in a list: {Names.Snake(type.Name)}", type, Properties(type));
        foreach (var list in CodeLists.All.Values.OrderBy(list => list.Name, StringComparer.Ordinal))
        {
            text.Append($"### Code list {list.Name}\n\n{list.Definition}\n\n| code | meaning |\n|---|---|\n");
            foreach (var code in list.Codes)
                text.Append($"| `{code.Name}` | {code.Definition} |\n");
            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Table(StringBuilder text, string heading, Type type, IEnumerable<PropertyInfo> properties)
    {
        text.Append($"### {heading}\n\n{Documentation.Of(type)}\n\n| member | type | meaning |\n|---|---|---|\n");
        foreach (var property in properties)
        {
            var derived = ResourceType.IsSeedMember(property) ? "" : " (derived)";
            text.Append($"| `{Names.Snake(property.Name)}`{derived} | {TypeOf(property)} | {Documentation.Of(property)} |\n");
        }

        text.Append('\n');
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.Name != "EqualityContract");

    private static Type? ObjectIn(PropertyInfo property) =>
        SeedShape.ItemOf(property.PropertyType) is { IsEnum: false } item && item != typeof(string) ? item : null;

    private static string TypeOf(PropertyInfo property)
    {
        var unknown = new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable ? " or null" : "";
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return SeedShape.ItemOf(type) is { } item ? $"list of {NameOf(item)}" : NameOf(type) + unknown;
    }

    private static string NameOf(Type type) =>
        type.IsEnum ? $"code of {CodeLists.Of(type).Name}"
        : type == typeof(string) ? "text"
        : type == typeof(int) ? "whole number"
        : type == typeof(decimal) ? "decimal number"
        : type == typeof(DateOnly) ? "day"
        : type == typeof(FuzzyDate) ? "EDTF date"
        : Names.Snake(type.Name);
}
