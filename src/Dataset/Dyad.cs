namespace Dataset;

/// <summary>Pairs of countries between which something happens.</summary>
public static class Dyad
{
    /// <summary>Two different codes in alphabetical order, joined by a hyphen: CHN-RUS.</summary>
    public static string Of(string one, string other) => string.CompareOrdinal(one, other) < 0 ? $"{one}-{other}" : $"{other}-{one}";

    /// <summary>Two codes from source to target: USA&gt;CHN.</summary>
    public static string Directed(string source, string target) => $"{source}>{target}";

    /// <summary>The directed pairs of a record, in alphabetical order.</summary>
    internal static IReadOnlyList<string> DirectedOf(RelationRecord record, Memberships memberships)
    {
        var pairs = Pairs(record).Where(pair => !memberships.Contains(pair.Source, pair.Target, record.Date));
        if (record.Flows is var (giver, receiver))
            pairs = pairs.Where(pair => Of(pair.Source, pair.Target) == Of(giver, receiver)).Select(_ => (giver, receiver));
        return [.. pairs.Select(pair => Directed(pair.Source, pair.Target)).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The pairs of a record without their direction, in alphabetical order.</summary>
    internal static IReadOnlyList<string> Undirected(IEnumerable<string> directed) =>
        [.. directed.Select(pair => Of(pair[..3], pair[4..])).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<(string Source, string Target)> Pairs(RelationRecord record)
    {
        var mutual = record.Mutual
            ? record.Actors.SelectMany(actor => record.Actors.Where(other => other != actor).Select(other => (actor, other))) : [];
        return mutual.Concat(record.Actors.SelectMany(actor => record.Targets.Select(target => (actor, target))));
    }
}
