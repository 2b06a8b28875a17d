using System.Reflection;
using System.Text.Json;
using Dataset;
using NpgsqlTypes;

namespace Migrations;

/// <summary>A record's property as a column of its table.</summary>
internal sealed record Column(string Name, NpgsqlDbType Type, Func<Entry, object?> Value)
{
    public static IReadOnlyList<Column> Of(ResourceType resource) => [.. resource.Properties.Select(Of)];

    private static Column Of(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var (dbType, convert) = Conversion(type);
        return new(Names.Snake(property.Name), dbType, entry => property.GetValue(entry) is { } value ? convert(value) : null);
    }

    private static (NpgsqlDbType, Func<object, object>) Conversion(Type type)
    {
        if (type == typeof(string))
            return (NpgsqlDbType.Text, value => value);
        if (type == typeof(int))
            return (NpgsqlDbType.Integer, value => value);
        if (type == typeof(bool))
            return (NpgsqlDbType.Boolean, value => value);
        if (type == typeof(decimal))
            return (NpgsqlDbType.Numeric, value => value);
        if (type == typeof(DateOnly))
            return (NpgsqlDbType.Date, value => value);
        if (type == typeof(FuzzyDate))
            return (NpgsqlDbType.Text, value => value.ToString()!);
        if (type.IsEnum)
            return (NpgsqlDbType.Text, value => CodeLists.Of(type).NameOf((Enum)value));
        if (type == typeof(IReadOnlyList<string>))
            return (NpgsqlDbType.Array | NpgsqlDbType.Text, value => ((IReadOnlyList<string>)value).ToArray());
        if (type.IsGenericType && type.GetGenericArguments() is [{ IsEnum: true } code])
        {
            return (NpgsqlDbType.Array | NpgsqlDbType.Text,
                value => ((System.Collections.IEnumerable)value).Cast<Enum>().Select(CodeLists.Of(code).NameOf).ToArray());
        }

        return (NpgsqlDbType.Jsonb, value => JsonSerializer.Serialize(value, RecordJson.Options));
    }
}
