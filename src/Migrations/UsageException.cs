namespace Migrations;

/// <summary>The operator gave a value that cannot be used. The message says which, and what is allowed; it is shown as it is.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
