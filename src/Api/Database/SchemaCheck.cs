using System.Data.Common;
using System.Reflection;
using Dapper;
using Npgsql;

namespace Api.Database;

/// <summary>
/// What this program must find in the database: the scripts of db/ that were there when it was built. A schema that has had more of them is
/// a newer program's, and serves this one too.
/// </summary>
internal static class SchemaCheck
{
    /// <summary>Without it the journal cannot be read, so that at least it is missing.</summary>
    private const string LetsRead = "0021_journal_is_read.sql";

    private static readonly string[] Scripts = [.. typeof(SchemaCheck).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(data => data.Key.StartsWith("db/", StringComparison.Ordinal))
        .Select(data => data.Key["db/".Length..])
        .Order(StringComparer.Ordinal)];

    /// <summary>Looks into the journal of the migrations.</summary>
    /// <exception cref="NotLoadedException">There is none.</exception>
    /// <exception cref="SchemaBehindException">A script is missing in it.</exception>
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
            throw new SchemaBehindException([LetsRead]);
        }

        var missing = Scripts.Except(applied).ToArray();
        if (missing.Length > 0)
            throw new SchemaBehindException(missing);
    }
}
