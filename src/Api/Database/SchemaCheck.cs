using System.Data.Common;
using System.Reflection;
using Dapper;
using Npgsql;

namespace Api.Database;

/// <summary>
/// Checks that the scripts of db/ with which this program was built are applied. A schema with more of them belongs to a newer program, and
/// also serves this one.
/// </summary>
internal static class SchemaCheck
{
    /// <summary>Grants access to the journal: if that is refused, at least this script is missing.</summary>
    private const string GrantsJournal = "0021_journal_is_read.sql";

    private static readonly string[] Scripts = [.. typeof(SchemaCheck).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(data => data.Key.StartsWith("db/", StringComparison.Ordinal))
        .Select(data => data.Key["db/".Length..])
        .Order(StringComparer.Ordinal)];

    /// <exception cref="NotLoadedException">There is no journal.</exception>
    /// <exception cref="SchemaBehindException">A script is not applied.</exception>
    public static async Task CheckAsync(DbConnection connection, CancellationToken cancel)
    {
        IEnumerable<string> applied;
        try
        {
            applied = await connection.QueryAsync<string>(new CommandDefinition("select script from schema_journal", cancellationToken: cancel));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new NotLoadedException();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new SchemaBehindException([GrantsJournal]);
        }

        var missing = Scripts.Except(applied).ToArray();
        if (missing.Length > 0)
            throw new SchemaBehindException(missing);
    }
}
