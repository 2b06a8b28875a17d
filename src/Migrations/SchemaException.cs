namespace Migrations;

/// <summary>The schema in the database and the scripts of this program do not match.</summary>
internal sealed class SchemaException(string message, Exception? inner = null) : Exception(message, inner);
