namespace Api.Database;

/// <summary>An operator's mistake, reported as one line. Any other failure at start is reported with its stack.</summary>
internal sealed class SettingException(string message, Exception? inner = null) : Exception(message, inner);
