namespace Api.Database;

/// <summary>A setting is missing or wrong: the operator's mistake, which one line explains. Any other failure at start keeps its stack.</summary>
internal sealed class SettingException(string message, Exception? inner = null) : Exception(message, inner);
