using Api.Database;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Resources;
using Api.Views;
using Benchmarks.Running;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Benchmarks.Measuring;

/// <summary>Builds addresses of pages deep in a list, without a walk to them.</summary>
internal static class DeepPages
{
    /// <summary>The address of the page at this fraction of the list, or of the last full page.</summary>
    public static async Task<string> AddressAsync(BenchmarkDatabase database, string address, double depth, CancellationToken cancel)
    {
        var (path, question) = (address[..address.IndexOf('?')], address[address.IndexOf('?')..]);
        var view = Registry.All.Concat(ViewRegistry.All).Single(view => $"/v1/{view.Name}" == path);
        var query = RequestParser.Parse(new QueryString(question), view, RequestKind.Page, "json", AnyReferences.Ids, AnyReferences.Key);
        var columns = query.Sort.Select(key => $"r.{key.Field!.SortColumn}").ToArray();
        var rows = view.Sql.Replace("@version", "1");
        await using var connections = NpgsqlDataSource.Create(database.Reader);
        await using var secret = connections.CreateCommand("select cursor_key from installation");
        var key = (byte[])(await secret.ExecuteScalarAsync(cancel))!;
        await using var content = connections.CreateCommand("select content_hash from dataset_versions where version = 1");
        var version = new DatasetVersion(1, (string)(await content.ExecuteScalarAsync(cancel))!, default);
        await using var count = connections.CreateCommand($"select count(*) from ({rows}) r");
        count.CommandTimeout = 0;
        var total = (long)(await count.ExecuteScalarAsync(cancel))!;
        var before = Math.Min((long)(total * depth), total - query.Limit!.Value) - 1;
        await using var command = connections.CreateCommand($"""
            select array[{string.Join(", ", columns.Select(column => $"{column}::text"))}] from ({rows}) r
            order by {string.Join(", ", query.Sort.Select((key, i) => $"{columns[i]}{(key.Descending ? " desc" : "")} nulls last"))}
            offset {before} limit 1
            """);
        command.CommandTimeout = 0;
        var keys = (string?[])(await command.ExecuteScalarAsync(cancel))!;
        return $"{address}&cursor={Cursor.In(version, keys).Encode(query with { CursorKey = new(key) })}";
    }
}
