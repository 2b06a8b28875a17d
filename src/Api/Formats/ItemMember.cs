using System.Reflection;
using System.Text.Json;
using Api.Listing.Declare;
using Dataset;

namespace Api.Formats;

/// <summary>A member of the objects in a list, such as the paragraph of a piece of evidence.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Description">Its meaning and unit.</param>
/// <param name="Kind">A whole number or text.</param>
/// <param name="Nullable">Whether it may be null, which means unknown.</param>
/// <param name="IsJson">Whether it may be any JSON value; where a column has one type, it is that value as JSON text.</param>
internal sealed record ItemMember(string Name, string Description, ValueKind Kind, bool Nullable, bool IsJson)
{
    /// <summary>The members of a type of items.</summary>
    public static IReadOnlyList<ItemMember> Of(Type item) => [.. item.GetProperties().Select(Of)];

    private static ItemMember Of(PropertyInfo property)
    {
        var type = System.Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return new(
            Names.Snake(property.Name),
            Documentation.Of(property),
            type == typeof(int) ? ValueKind.WholeNumber : ValueKind.Text,
            new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable,
            type == typeof(JsonElement));
    }
}
