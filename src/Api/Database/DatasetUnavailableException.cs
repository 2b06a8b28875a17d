namespace Api.Database;

/// <summary>The database answers, but has no dataset that this program can read.</summary>
internal abstract class DatasetUnavailableException(string message) : Exception(message);

internal sealed class NotLoadedException() : DatasetUnavailableException("The database holds no dataset yet.");

internal sealed class SchemaBehindException(IReadOnlyCollection<string> missing) : DatasetUnavailableException(
    $"The database is older than this service: {string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} not applied yet. "
    + "Run the migrations: `up`.");

internal sealed class VersionNotHereException(int version) : DatasetUnavailableException($"No server that can be reached has version {version} yet.");

/// <summary>The database was replaced while a request was answered. The request has to begin again.</summary>
internal sealed class ReplacedException() : DatasetUnavailableException("The database was replaced while the request was answered.");
