using System.Data.Common;
using System.Runtime.CompilerServices;
using Api.Database;
using Api.Http;
using Api.Listing.Declare;
using Dataset;

namespace Api.Formats;

/// <summary>Shared code of Parquet and Arrow, which give every column its type.</summary>
internal static class TypedTable
{
    /// <summary>The most rows that are written and sent at a time.</summary>
    public const int BatchSize = 10_000;

    /// <summary>The bytes of text after which a batch ends, so that long records take no more memory than short ones.</summary>
    public const int BatchBytes = 8 << 20;

    /// <summary>The digits of an exact number: the most that every reader of these formats accepts.</summary>
    public const int Precision = 38;

    /// <summary>The digits after the point, which leaves enough before it for any whole number in a seed.</summary>
    public const int Scale = Figure.MostDecimals;

    public static IReadOnlyDictionary<string, string> Metadata(DatasetVersion version) => new Dictionary<string, string>
    {
        ["dataset_version"] = $"{version.Version}",
        ["content_hash"] = version.ContentHash,
    };

    /// <summary>The rows in one or more batches. The next one is read while one is written, whose memory it then takes over.</summary>
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
            // The writer may have failed; the reader must not be used by others while this still reads from it.
            await reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>The same number without zeros at its end for which the format has no space.</summary>
    /// <exception cref="BadRequestException">It has more digits after the point than the format can hold.</exception>
    public static decimal Fitting(Field field, decimal value) => decimal.Round(value, Scale) is var rounded && rounded == value ? rounded
        : throw Format.DoesNotFit($"{field.Name} {value} has more than the {Scale} digits after the point that this format can hold");
}
