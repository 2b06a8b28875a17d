using Npgsql;

namespace Migrations;

/// <summary>A connection string as an operator gives it.</summary>
internal static class ConnectionSetting
{
    private const string Example = "Give one such as Host=localhost;Database=relations;Username=relations_owner;Password=….";

    /// <exception cref="UsageException">The text, which the setting of that name has, cannot be used.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text, string setting)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrWhiteSpace(connection.Host) ? throw new UsageException($"{setting} has no host. {Example}") : connection;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new UsageException($"{setting} is not a connection string: {e.Message.TrimEnd('.')}. {Example}", e);
        }
    }
}
