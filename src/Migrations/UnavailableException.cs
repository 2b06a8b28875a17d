namespace Migrations;

/// <summary>The database did not accept connections in time.</summary>
internal sealed class UnavailableException(string message, Exception inner) : Exception(message, inner);
