using System.Data.Common;
using System.Runtime.CompilerServices;
using Api.Database;
using Api.Http;
using Api.Listing.Declare;

namespace Api.Formats;

/// <summary>What the formats share that give every column its type: Parquet and Arrow.</summary>
internal static class TypedTable
{
    /// <summary>How many rows are written and sent at a time, at most.</summary>
    public const int BatchSize = 10_000;

    /// <summary>How many bytes of text a batch holds before it ends, so that long records take no more memory than short ones.</summary>
    public const int BatchBytes = 8 << 20;

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
    /// The rows, in batches, at least one; while one is written the next is read. A batch holds until the next is asked for, when its
    /// memory takes further rows.
    /// </summary>
    public static async IAsyncEnumerable<TypedBatch> BatchesAsync(
        IReadOnlyList<Field> fields, DbDataReader rows, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (batch, next) = (new TypedBatch(fields), new TypedBatch(fields));
        await batch.FillAsync(rows, cancel);
        var reading = Task.CompletedTask;
        try
        {
            do
            {
                reading = Task.Run(() => next.FillAsync(rows, cancel), cancel);
                yield return batch;
                await reading;
                (batch, next) = (next, batch);
            }
            while (batch.Count > 0);
        }
        finally
        {
            // Who writes may have given up; nobody else may use the reader while it is read.
            await reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>The number, which is never another one; without zeros at its end that the format has no room for.</summary>
    /// <exception cref="BadRequestException">It has more digits behind the point than there is room for.</exception>
    public static decimal Fitting(Field field, decimal value) => decimal.Round(value, Scale) is var rounded && rounded == value ? rounded
        : throw Format.DoesNotFit($"{field.Name} {value} has more than the {Scale} digits behind the point that this format holds");
}
