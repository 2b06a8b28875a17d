using Dataset;

namespace Api.Listing.Declare;

/// <summary>A view whose rows are the records of a resource. Each has an address.</summary>
internal sealed class Resource : View
{
    // The SQL selects the rows of the version @version, with a column search for full text.
    public Resource(
        Type record, string sql, string example, string defaultSort, IReadOnlyList<FieldDeclaration> fields,
        params IReadOnlyList<FilterDeclaration> filters)
        : base(TypeOf(record).Name, record, sql, defaultSort, fields, filters)
    {
        Type = TypeOf(record);
        Example = example;
        Parts = [new(sql, this)];
    }

    public ResourceType Type { get; }

    private static ResourceType TypeOf(Type record) => ResourceTypes.All.Single(type => type.Record == record);
}
