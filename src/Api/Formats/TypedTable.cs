using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Api.Listing;

namespace Api.Formats;

/// <summary>What the formats share that give every column its type: Parquet and Arrow.</summary>
internal static class TypedTable
{
    /// <summary>How many rows are written and sent at a time, at most.</summary>
    public const int BatchSize = 10_000;

    /// <summary>How many characters of text a batch holds before it ends, so that long records take no more memory than short ones.</summary>
    public const int BatchCharacters = 8 << 20;

    /// <summary>Digits of an exact number, in all: as many as every reader of these formats takes.</summary>
    public const int Precision = 38;

    /// <summary>Digits behind the point. Before it there is room for any whole number that a seed may hold.</summary>
    public const int Scale = 9;

    /// <summary>What the answer was made from.</summary>
    public static IReadOnlyDictionary<string, string> Metadata(DatasetVersion version) => new Dictionary<string, string>
    {
        ["dataset_version"] = $"{version.Version}",
        ["content_hash"] = version.ContentHash,
    };

    /// <summary>
    /// The rows, in batches, at least one; while one is written the next is read. Each value is null or an int, a decimal, a day
    /// or a text; that of a list is an array of texts, that of a list of objects an array of arrays, with the members in the order
    /// of <see cref="ItemMember"/>.
    /// </summary>
    public static async IAsyncEnumerable<IReadOnlyList<object?[]>> BatchesAsync(
        IReadOnlyList<Field> fields, DbDataReader rows, [EnumeratorCancellation] CancellationToken cancel)
    {
        var members = fields.Select(field => field.Kind == FieldKind.Objects ? ItemMember.Of(field.Item!) : []).ToArray();
        var next = BatchAsync(fields, members, rows, cancel);
        try
        {
            var batch = await next;
            do
            {
                next = Task.Run(() => BatchAsync(fields, members, rows, cancel), cancel);
                yield return batch;
                batch = await next;
            }
            while (batch.Count > 0);
        }
        finally
        {
            // Who writes may have given up; nobody else may use the reader while it is read.
            await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>The next rows; none behind the last.</summary>
    private static async Task<List<object?[]>> BatchAsync(IReadOnlyList<Field> fields, IReadOnlyList<ItemMember>[] members, DbDataReader rows, CancellationToken cancel)
    {
        var batch = new List<object?[]>();
        for (var characters = 0L; batch.Count < BatchSize && characters < BatchCharacters && await rows.ReadAsync(cancel);)
        {
            var row = new object?[fields.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = rows.IsDBNull(i) ? null : Value(fields[i], members[i], rows, i);
                characters += Characters(row[i]);
            }

            batch.Add(row);
        }

        return batch;
    }

    private static long Characters(object? value) => value switch
    {
        string text => text.Length,
        object?[] items => items.Sum(Characters),
        _ => 0,
    };

    private static object Value(Field field, IReadOnlyList<ItemMember> members, DbDataReader row, int column) => field.Kind switch
    {
        FieldKind.WholeNumber => row.GetInt32(column),
        FieldKind.ExactNumber => Fitting(field, row.GetDecimal(column)),
        FieldKind.Date => row.GetFieldValue<DateOnly>(column),
        FieldKind.List => row.GetFieldValue<string[]>(column),
        FieldKind.Objects => Items(members, row.GetString(column)),
        _ => row.GetString(column),
    };

    private static object?[][] Items(IReadOnlyList<ItemMember> members, string json)
    {
        var items = new List<object?[]>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.StartObject;)
        {
            var item = new object?[members.Count];
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var place = 0;
                while (place < item.Length && !reader.ValueTextEquals(members[place].Name))
                    place++;
                reader.Read();
                if (place < item.Length)
                    item[place] = members[place].Read(ref reader);
                else
                    reader.Skip();
            }

            items.Add(item);
        }

        return [.. items];
    }

    /// <summary>The number, which is never rounded.</summary>
    /// <exception cref="BadRequestException">It has more digits behind the point than there is room for.</exception>
    private static decimal Fitting(Field field, decimal value) => decimal.Round(value, Scale) == value ? value
        : throw Format.DoesNotFit($"{field.Name} {value} has more than the {Scale} digits behind the point that this format holds");
}
