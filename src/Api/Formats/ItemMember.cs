using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Api.Listing.Declare;
using Dataset;

namespace Api.Formats;

/// <summary>A member of the objects in a list, such as evidence. If it may be any JSON value, a typed column has it as JSON text.</summary>
internal sealed record ItemMember(string Name, string Description, ValueKind Kind, bool Nullable, bool IsJson)
{
    private static readonly ConcurrentDictionary<Type, ItemMember[]> Known = new();

    public static ItemMember[] Of(Type item) => Known.GetOrAdd(item, type => [.. type.GetProperties().Select(Of)]);

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
