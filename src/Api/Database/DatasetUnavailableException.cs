namespace Api.Database;

/// <summary>The database answers, but has no dataset that this program can read.</summary>
internal abstract class DatasetUnavailableException(string message) : Exception(message);

/// <summary>No version is loaded yet.</summary>
internal sealed class NotLoadedException() : DatasetUnavailableException("The database holds no dataset yet.");

/// <summary>The schema is older than this program.</summary>
internal sealed class SchemaBehindException(IReadOnlyCollection<string> missing) : DatasetUnavailableException(
    $"The database is older than this service: {string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} not applied yet. Run the migrations: `up`.");

/// <summary>No server that can be reached has the version yet.</summary>
internal sealed class VersionNotHereException(int version) : DatasetUnavailableException($"No server that can be reached has version {version} yet.");
