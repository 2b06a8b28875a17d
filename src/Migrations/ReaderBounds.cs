using Dapper;
using Npgsql;

namespace Migrations;

/// <summary>The bounds of the API's role. A script can only warn where the owner may not set one, and a restored server may lack all.</summary>
internal static class ReaderBounds
{
    private static readonly (string Name, string Value, string Without)[] Settings =
    [
        ("default_transaction_read_only", "on", "it may try to write"),
        ("statement_timeout", "'15s'", "its statements may run for ever"),
        ("idle_in_transaction_session_timeout", "'60s'", "its transactions may stay open for ever"),
        ("jit", "off", "its statements are slow"),
        ("work_mem", "'4MB'", "its statements take as much memory as the server allows"),
        ("hash_mem_multiplier", "2", "its statements take as much memory as the server allows"),
        ("max_parallel_workers_per_gather", "0", "its statements take as many processes as the server allows"),
        ("temp_file_limit", "'1GB'", "its temporary files may fill the disk"),
        ("log_min_error_statement", "panic", "each request that a client abandons writes kilobytes to the server's log"),
    ];

    /// <summary>A sentence for each bound that the role does not have, with the statement that sets it.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(NpgsqlConnection connection)
    {
        var set = (await connection.QueryAsync<string>("""
            select split_part(setting, '=', 1)
            from pg_db_role_setting s join pg_roles r on r.oid = s.setrole cross join unnest(s.setconfig) setting
            where r.rolname = @Reader and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
            """, new { Migrator.Reader })).ToHashSet();
        var (database, temporary, largeObjects) = await connection.QuerySingleAsync<(string, bool, bool)>("""
            select quote_ident(current_database()), has_database_privilege(@Reader, current_database(), 'temporary'),
              has_function_privilege(@Reader, 'lo_create(oid)', 'execute')
            """, new { Migrator.Reader });
        return
        [
            .. Settings.Where(setting => !set.Contains(setting.Name)).Select(setting => Sentence(
                $"{Migrator.Reader} has no {setting.Name}: {setting.Without}", $"alter role {Migrator.Reader} set {setting.Name} = {setting.Value}")),
            .. temporary
                ? [Sentence($"{Migrator.Reader} may create temporary tables", $"revoke temporary on database {database} from public")]
                : Array.Empty<string>(),
            .. largeObjects
                ? [Sentence(
                    $"{Migrator.Reader} may create large objects",
                    "revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public")]
                : Array.Empty<string>(),
        ];
    }

    private static string Sentence(string missing, string statement) => $"Missing bound: {missing}. A superuser runs: {statement}";
}
