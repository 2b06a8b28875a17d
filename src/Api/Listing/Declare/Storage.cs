namespace Api.Listing.Declare;

/// <summary>The form in which the database sends a value. Each format maps it to a type of its own.</summary>
internal enum Storage
{
    Text,
    Integer,
    Decimal,
    Date,
    Boolean,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>A list of objects, as JSON.</summary>
    Json,
}
