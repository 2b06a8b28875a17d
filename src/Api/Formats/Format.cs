using System.Data.Common;
using Api.Database;
using Api.Http;
using Api.Listing.Declare;
using Api.Listing.Parse;

namespace Api.Formats;

internal abstract class Format
{
    /// <summary>All formats. The first is sent to a client that has no preference.</summary>
    public static IReadOnlyList<Format> All { get; } =
        [new JsonFormat(), new CsvFormat(), new NdjsonFormat(), new ParquetFormat(), new ArrowFormat(), new XlsxFormat()];

    /// <summary>Its name, which is its extension in an address.</summary>
    public abstract string Name { get; }

    public abstract string MediaType { get; }

    public virtual string ContentType => MediaType;

    /// <summary>Whether its files are compressed, so that a content encoding makes them no smaller.</summary>
    public virtual bool IsCompressed => false;

    /// <summary>Whether it is a table of all records that match, rather than one page.</summary>
    public virtual bool IsTable => true;

    public abstract string Description { get; }

    /// <summary>The SQL of the column from which the format reads a field.</summary>
    public virtual string Column(Field field) => $"r.{field.Name}";

    /// <summary>The same for a whole query.</summary>
    public virtual Func<Field, string> ColumnsOf(ListQuery query) => Column;

    /// <summary>Writes the records as fast as the client reads.</summary>
    public abstract Task WriteAsync(Stream body, ListQuery query, DatasetVersion version, DbDataReader rows, CancellationToken cancel);

    /// <summary>The format cannot hold the answer, which is refused: a cut or rounded one would look complete.</summary>
    internal static BadRequestException DoesNotFit(string why) =>
        new(new ParameterError(
            "format", ErrorCode.DoesNotFit, $"The format cannot hold the answer: {why}. Request fewer records, or use csv or ndjson."));
}
