using Api.Database;
using Api.Http;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Observability;
using Npgsql;

namespace Api.Reading;

/// <summary>Parses requests for views, and resolves the dataset version that they read.</summary>
internal sealed class RequestReader(DatasetVersions versions, PerVersion<ReferenceIds> ids, PerVersion<InstallationKey> keys)
{
    /// <exception cref="BadRequestException">Something in it is malformed, unknown or not allowed.</exception>
    public async Task<ListQuery> ParseAsync(HttpContext http, View view, RequestKind kind, string format)
    {
        var cancel = http.RequestAborted;
        var query = await ParseAsync(http.Request.QueryString, view, kind, format, await versions.CurrentAsync(cancel), cancel);
        ServerTiming.Of(http)?.Lap("parse");
        return query;
    }

    /// <summary>The version that a request reads: the one it names, the one its cursor began with, or the current one.</summary>
    /// <exception cref="BadRequestException">The dataset does not have that version.</exception>
    public async ValueTask<DatasetVersion> ResolveAsync(ListQuery query, CancellationToken cancel)
    {
        if (query.Version is not null || query.After is not { } after)
            return await ResolveAsync(query.Version, cancel);
        return await versions.FindAsync(after.Version, cancel) is { } found && after.IsIn(found) ? found
            : throw new BadRequestException(new ParameterError("cursor", ErrorCode.InvalidCursor,
                $"The cursor belongs to a version {after.Version} that this dataset does not have. Begin again with the first page."));
    }

    /// <summary>The version of that number, or the current one.</summary>
    /// <exception cref="BadRequestException">The dataset does not have that version.</exception>
    public async ValueTask<DatasetVersion> ResolveAsync(int? version, CancellationToken cancel)
    {
        var current = await versions.CurrentAsync(cancel);
        return version is null || version == current.Version ? current
            : await versions.FindAsync(version.Value, cancel)
            ?? throw new BadRequestException(new ParameterError(
                "dataset_version", ErrorCode.UnknownVersion, $"There is no version {version}. The versions are 1 to {current.Version}."));
    }

    /// <summary>The current version, or the last one seen while the database does not answer.</summary>
    public ValueTask<DatasetVersion> CurrentAsync(CancellationToken cancel) => versions.CurrentAsync(cancel);

    /// <summary>The request for all rows of a view, without parameters.</summary>
    public async ValueTask<ListQuery> AllAsync(View view, RequestKind kind, string format, CancellationToken cancel) =>
        await ParseAsync(QueryString.Empty, view, kind, format, await versions.CurrentAsync(cancel), cancel);

    private async Task<ListQuery> ParseAsync(
        QueryString address, View view, RequestKind kind, string format, DatasetVersion version, CancellationToken cancel)
    {
        try
        {
            return RequestParser.Parse(address, view, kind, format, await ids.GetAsync(version, cancel), await keys.GetAsync(version, cancel));
        }
        catch (BadRequestException refusal) when (refusal.Errors.Any(error => error.Code is ErrorCode.UnknownVersion or ErrorCode.UnknownReference))
        {
            // The version that has the reference may have been loaded this moment.
            if (await NewerAsync(version, cancel) is not { } newer)
                throw;
            return await ParseAsync(address, view, kind, format, newer, cancel);
        }
    }

    private async Task<DatasetVersion?> NewerAsync(DatasetVersion version, CancellationToken cancel)
    {
        try
        {
            var confirmed = await versions.ConfirmedAsync(cancel);
            return confirmed == version ? null : confirmed;
        }
        catch (NpgsqlException)
        {
            return null; // The database does not answer: the refusal rests on what is known here.
        }
    }
}
