using Dapper;
using Dataset;
using Npgsql;

namespace Migrations;

/// <summary>What the database remembers of the seeds it was loaded from, so that a load need not read and check again what is the same.</summary>
public static class SeedMemory
{
    private static readonly byte[] Program = typeof(SeedMemory).Assembly.ManifestModule.ModuleVersionId.ToByteArray();

    /// <summary>Beyond so many, lists hardly come again.</summary>
    private const int MostLists = 10_000;

    /// <summary>Reads what stands, and what is remembered of it.</summary>
    public static async Task<CurrentRecords> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var context = await connection.QuerySingleAsync<byte[]?>("select seed_context from installation");
        var isOurs = context is not null && context.AsSpan().EndsWith(Program);
        var standing = new CurrentRecords(isOurs ? context![..^Program.Length] : null);
        var (words, lists) = (new Dictionary<string, string>(), new Dictionary<string, string[]>());
        foreach (var resource in ResourceTypes.All)
        {
            await using var command = new NpgsqlCommand(resource.HoldsRelations ? Relations(resource) : $"select hash from {resource.Table} where until is null", connection) { CommandTimeout = 0 };
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                var isKnown = resource.HoldsRelations && isOurs && !reader.IsDBNull(1);
                standing.Add(
                    resource, reader.GetFieldValue<byte[]>(0), isKnown ? reader.GetFieldValue<byte[]>(1) : null, isKnown ? new About(List(2), List(3), List(4), List(5), List(6)) : null);
            }

            // Ids and codes come again and again, and so do lists of few: each is held once.
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

        return standing;
    }

    /// <summary>Remembers in what context the records were checked; null when they came from no folder.</summary>
    public static Task KeepAsync(NpgsqlConnection connection, byte[]? context) => context is null ? Task.CompletedTask : connection.ExecuteAsync(
        "update installation set seed_context = @context where seed_context is distinct from @context", new { context = (byte[])[.. context, .. Program] });

    /// <summary>Ids and codes have no blanks.</summary>
    private static string Relations(ResourceType resource) => $"""
        select hash, seed_hash, array_to_string(people, ' '), array_to_string(countries, ' '), array_to_string(dyads, ' '), array_to_string(source_ids, ' '), array_to_string(topics, ' ')
        from {resource.Table} where until is null
        """;
}
