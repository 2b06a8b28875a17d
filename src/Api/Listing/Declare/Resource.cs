using Dataset;

namespace Api.Listing.Declare;

/// <summary>A resource of the dataset as the API serves it: a view whose rows are its records, each of which has an address.</summary>
internal sealed class Resource : View
{
    /// <summary>Declares a resource.</summary>
    /// <param name="record">The record behind it.</param>
    /// <param name="sql">The complete query of its rows in the version @version, with a column search for full text.</param>
    /// <param name="example">Id of a record, for the documentation to show.</param>
    /// <param name="defaultSort">The order when none is asked for.</param>
    /// <param name="fields">Its columns, in the order in which they are served.</param>
    public Resource(Type record, string sql, string example, string defaultSort, IReadOnlyList<FieldDeclaration> fields)
        : base(TypeOf(record).Name, record, sql, defaultSort, fields)
    {
        Type = TypeOf(record);
        Example = example;
        Parts = [new(sql, this)];
    }

    /// <summary>The dataset's side of it.</summary>
    public ResourceType Type { get; }

    /// <summary>Id of a record, for the documentation to show.</summary>
    public string Example { get; }

    private static ResourceType TypeOf(Type record) => ResourceTypes.All.Single(type => type.Record == record);
}
