using Dapper;
using Dataset;
using Npgsql;

namespace Migrations;

/// <summary>Hashes of the seeds that the database was loaded from, so that a load skips records that have not changed.</summary>
internal static class SeedHashes
{
    private static readonly byte[] Program = typeof(SeedHashes).Assembly.ManifestModule.ModuleVersionId.ToByteArray();

    private const int MostLists = 10_000; // Later lists hardly repeat.

    /// <summary>Reads the current records' hashes, and what a skipped record contributes to others.</summary>
    public static async Task<CurrentRecords> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var context = await connection.QuerySingleAsync<byte[]?>("select seed_context from installation");
        var isOurs = context is not null && context.AsSpan().EndsWith(Program);
        var current = new CurrentRecords(isOurs ? context![..^Program.Length] : null);
        var (words, lists) = (new Dictionary<string, string>(), new Dictionary<string, string[]>());
        foreach (var resource in ResourceTypes.All)
        {
            var sql = resource.HoldsRelations ? Relations(resource) : $"select hash from {resource.Table} where until is null";
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                var isKnown = resource.HoldsRelations && isOurs && !reader.IsDBNull(1);
                current.Add(
                    resource,
                    reader.GetFieldValue<byte[]>(0),
                    isKnown ? reader.GetFieldValue<byte[]>(1) : null,
                    isKnown ? new About(List(2), List(3), List(4), List(5), List(6), List(7)) : null);
            }

            // Ids, codes and short lists repeat: each is in memory once.
            string[] List(int at)
            {
                var text = reader.GetString(at);
                if (lists.TryGetValue(text, out var list))
                    return list;
                list = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                foreach (ref var word in list.AsSpan())
                    word = words.GetValueOrDefault(word) ?? (words[word] = word);
                if (lists.Count < MostLists)
                    lists[text] = list;
                return list;
            }
        }

        return current;
    }

    /// <summary>Saves the context in which the records were checked; null when they did not come from a folder.</summary>
    public static Task SaveContextAsync(NpgsqlConnection connection, byte[]? context) => context is null
        ? Task.CompletedTask
        : connection.ExecuteAsync(
            "update installation set seed_context = @context where seed_context is distinct from @context",
            new { context = (byte[])[.. context, .. Program] });

    private static string Relations(ResourceType resource) => $"""
        select hash, seed_hash, array_to_string(people, ' '), array_to_string(countries, ' '), array_to_string(dyads, ' '),
          array_to_string(source_ids, ' '), array_to_string(topics, ' '),
          (select string_agg(distinct e ->> 'source_id' || '-p' || (e ->> 'paragraph'), ' ') from jsonb_array_elements(evidence) e)
        from {resource.Table} where until is null
        """;
}
