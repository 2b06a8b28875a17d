using System.Data.Common;
using Api.Caching;
using Api.Database;
using Api.Formats;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Listing.Sql;
using Api.Observability;
using Dapper;
using Microsoft.AspNetCore.Http.Timeouts;
using Npgsql;

namespace Api.Reading;

/// <summary>Answers with all records that match, in a table format.</summary>
internal sealed class TableAnswers(DatabaseServers servers, Instruments instruments)
{
    /// <summary>A table of many records may take longer than a page.</summary>
    private const string TableTimeout = "set local statement_timeout = '10min'";

    public Answer Describe(HttpContext http, ListQuery query, DatasetVersion version, Format format)
    {
        var (cancel, timing) = (http.RequestAborted, ServerTiming.Of(http));
        http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{query.View.Name.Replace('/', '-')}-v{version.Version}.{format.Name}\"";
        return new($"{query.View.Name}.{format.Name}?{query.Canonical}", version,
            body => WriteAsync(body, query, version, format, cancel, timing))
        {
            Price = Prices.Of(query, RequestKind.Table, version),
            IsPinned = query.Version is not null,
            IsStreamed = true,
            IsCompressed = format.IsCompressed,
        };
    }

    /// <summary>Streams the table in little memory. An error breaks the connection off, so that a part does not look like the whole.</summary>
    public async Task WriteAsync(
        Stream body, ListQuery query, DatasetVersion version, Format format, CancellationToken cancel, ServerTiming? timing = null)
    {
        await using var connection = await servers.OpenAsync(version, cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await connection.ExecuteAsync(TableTimeout);
        var table = SqlBuilder.Table(query, version.Version, format.ColumnsOf(query));
        await using var rows = await connection.ExecuteReaderAsync(table.Command(cancel, timeout: 0));
        timing?.Lap(ServerTiming.Database);
        await format.WriteAsync(body, query, version, rows, cancel);
        instruments.CountRows(format.Name, RowsOf(rows));
    }

    /// <summary>The number of rows by PostgreSQL's own count.</summary>
#pragma warning disable CS0618 // The replacement counts the rows of a batch, and this is a command.
    private static long RowsOf(DbDataReader rows) => (long)((NpgsqlDataReader)rows.Unwrapped()).Statements[0].Rows;
#pragma warning restore CS0618
}
