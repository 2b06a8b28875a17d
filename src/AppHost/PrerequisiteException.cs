namespace AppHost;

/// <summary>
/// Something that this machine must provide is not there. The message says what, and how to get it, in words that
/// can be shown to the user as they are.
/// </summary>
public sealed class PrerequisiteException(string message, Exception? inner = null) : Exception(message, inner);
