using System.Data.Common;
using Api.Database;
using Api.Http;
using Api.Listing.Declare;
using Api.Listing.Parse;

namespace Api.Formats;

/// <summary>A way to write records.</summary>
internal abstract class Format
{
    /// <summary>All formats. The first is given when the client does not mind.</summary>
    public static IReadOnlyList<Format> All { get; } = [new JsonFormat(), new CsvFormat(), new NdjsonFormat(), new ParquetFormat(), new ArrowFormat(), new XlsxFormat()];

    /// <summary>Its name, which is its extension in an address.</summary>
    public abstract string Name { get; }

    /// <summary>Its media type, as Accept and Content-Type name it.</summary>
    public abstract string MediaType { get; }

    /// <summary>The whole Content-Type.</summary>
    public virtual string ContentType => MediaType;

    /// <summary>Whether it is a table of all records that match, rather than one page.</summary>
    public virtual bool IsTable => true;

    /// <summary>Whether it compresses its bytes itself, so that a content encoding makes them no smaller.</summary>
    public virtual bool IsCompressed => false;

    /// <summary>What it is, for people.</summary>
    public abstract string Description { get; }

    /// <summary>The column that the format reads a field from.</summary>
    public virtual string Column(Field field) => $"r.{field.Name}";

    /// <summary>The columns that it reads the fields of a question from.</summary>
    public virtual Func<Field, string> ColumnsOf(ListQuery query) => Column;

    /// <summary>Writes the records, as fast as the client reads.</summary>
    public abstract Task WriteAsync(Stream body, ListQuery query, DatasetVersion version, DbDataReader rows, CancellationToken cancel);

    /// <summary>The format cannot hold the answer. It is refused then: what was cut or rounded would look whole.</summary>
    internal static BadRequestException DoesNotFit(string why) =>
        new(new ParameterError("format", ErrorCode.DoesNotFit, $"The format cannot hold the answer: {why}. Ask for less, or take csv or ndjson."));
}
