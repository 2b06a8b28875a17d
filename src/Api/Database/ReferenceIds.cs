using Dapper;
using Npgsql;

namespace Api.Database;

/// <summary>
/// The ids that records may refer to, in any version up to this one, so that a misspelt reference is an error and not an empty answer.
/// </summary>
/// <param name="Version">The newest version when they were read.</param>
/// <param name="Countries">Codes of countries.</param>
/// <param name="People">Ids of people.</param>
/// <param name="Sources">Ids of sources.</param>
internal sealed record ReferenceIds(DatasetVersion Version, IReadOnlySet<string> Countries, IReadOnlySet<string> People, IReadOnlySet<string> Sources)
{
    public static async Task<ReferenceIds> ReadAsync(NpgsqlConnection connection, DatasetVersion version)
    {
        return new(version, await IdsAsync("countries"), await IdsAsync("people"), await IdsAsync("sources"));

        async Task<IReadOnlySet<string>> IdsAsync(string table) =>
            (await connection.QueryAsync<string>($"select distinct id from {table} order by id")).ToHashSet(StringComparer.Ordinal);
    }
}
