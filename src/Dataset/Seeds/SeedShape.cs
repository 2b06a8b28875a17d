using System.Collections.Concurrent;
using System.Reflection;

namespace Dataset;

internal sealed class SeedShape
{
    private static readonly ConcurrentDictionary<Type, SeedShape> Shapes = new();
    private readonly HashSet<string> _derived;

    private SeedShape(Type type)
    {
        var nullability = new NullabilityInfoContext();
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        Members = properties.Where(ResourceType.IsSeedMember).ToDictionary(
            property => Names.Snake(property.Name),
            property => new SeedMember(
                property,
                Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType,
                nullability.Create(property).WriteState == NullabilityState.Nullable));
        _derived = [.. properties.Where(property => !ResourceType.IsSeedMember(property)).Select(property => Names.Snake(property.Name))];
    }

    public IReadOnlyDictionary<string, SeedMember> Members { get; }

    public static SeedShape Of(Type type) => Shapes.GetOrAdd(type, t => new SeedShape(t));

    public static Type? ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    public string WhyNot(string name) =>
        _derived.Contains(name) ? "is derived from other members and must not be given"
        : Names.Nearest(name, Members.Keys) is { } nearest ? $"is unknown; did you mean '{nearest}'?"
        : $"is unknown; the members are {string.Join(", ", Members.Keys)}";
}

internal sealed record SeedMember(PropertyInfo Property, Type Type, bool Nullable);
