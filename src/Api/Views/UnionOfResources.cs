using Api.Listing.Declare;
using Api.Resources;

namespace Api.Views;

/// <summary>Rows of several resources in the same columns.</summary>
internal static class UnionOfResources
{
    public static string Sql(IEnumerable<Part> parts) => string.Join("\nunion all\n", parts.Select(part => part.Sql));

    /// <summary>The columns of a resource's rows r. One that the resource does not have is null, or an empty list.</summary>
    public static string Columns(Resource resource, IEnumerable<FieldDeclaration> fields) => string.Join(", ", fields.Select(f => f.Name switch
    {
        "resource" => $"""'{resource.Name}'::text collate "C" as resource""",
        "href" => $"'/v1/{resource.Name}/' || r.id || '?dataset_version=' || @version as href",
        "title" when resource.Find("title") is null => "r.name as title",
        var name when resource.Find(name) is { Kind: var kind } => kind == ValueKind.Objects ? $"r.{name}::jsonb as {name}" : $"r.{name}",
        var name => $"{Registry.All.Select(other => other.Find(name)).OfType<Field>().First().Kind.Missing} as {name}",
    }));

    /// <summary>The column of the filter by linked records, which only relation records have.</summary>
    public static string RelatedKeys(Resource resource)
    {
        var column = CommonFields.Related.Column;
        return resource.Type.HoldsRelations ? $"r.{column}" : $"{ValueKind.List.Missing} as {column}";
    }
}
