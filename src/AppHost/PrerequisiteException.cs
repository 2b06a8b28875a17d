namespace AppHost;

/// <summary>The machine lacks something that the product needs. The message says what, and how to get it; it is shown as it is.</summary>
internal sealed class PrerequisiteException(string message, Exception? inner = null) : Exception(message, inner);
