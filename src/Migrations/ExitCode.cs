namespace Migrations;

/// <summary>The program's exit codes. `--help` shows these texts.</summary>
internal enum ExitCode
{
    /// <summary>Success, also when there was nothing to do.</summary>
    Success = 0,

    /// <summary>A failure without a code of its own, such as a folder that cannot be written.</summary>
    Failed = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>The seeds are not valid, or lack more than a tenth of the last version's entries; nothing was loaded.</summary>
    InvalidSeeds = 3,

    /// <summary>Evidence does not match the documents.</summary>
    UnverifiedEvidence = 4,

    /// <summary>The database cannot be reached, or refuses the role or the change.</summary>
    Database = 5,

    /// <summary>The schema and the scripts differ: scripts are pending, or an applied one was edited or is unknown.</summary>
    Schema = 6,

    /// <summary>Another load is running; this one wrote nothing.</summary>
    Busy = 7,
}
