using Dataset;
using Npgsql;

namespace Migrations;

/// <summary>What the program's exit code means.</summary>
public enum ExitCode
{
    /// <summary>Done, or nothing was to be done.</summary>
    Success = 0,

    /// <summary>Something failed that has no code of its own.</summary>
    Failed = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>The seeds are not valid; nothing was loaded.</summary>
    InvalidSeeds = 3,

    /// <summary>Evidence does not hold in the documents.</summary>
    UnverifiedEvidence = 4,

    /// <summary>The database cannot be reached, or refuses the role or the change.</summary>
    Database = 5,

    /// <summary>The schema and the scripts differ: an applied script was edited or is unknown, or scripts are pending.</summary>
    Schema = 6,

    /// <summary>Another load is under way; this one wrote nothing.</summary>
    Busy = 7,
}

/// <summary>The schema in the database and the scripts of this program do not fit together.</summary>
public sealed class SchemaException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Another load holds the lock.</summary>
public sealed class BusyException() : Exception("Another load is under way; this one wrote nothing. Try again when it is done.");

/// <summary>From a failure to its exit code and its words.</summary>
internal static class Failures
{
    public static ExitCode Report(Exception exception, TextWriter error)
    {
        var code = exception switch
        {
            SeedException => ExitCode.InvalidSeeds,
            SchemaException => ExitCode.Schema,
            BusyException => ExitCode.Busy,
            NpgsqlException => ExitCode.Database,
            _ => ExitCode.Failed,
        };
        error.WriteLine(code == ExitCode.Database ? $"The database refused: {exception.Message}" : exception.Message);
        return code;
    }
}
