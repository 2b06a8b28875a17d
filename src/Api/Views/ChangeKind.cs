namespace Api.Views;

/// <summary>How a record differs between two versions of the dataset.</summary>
internal enum ChangeKind
{
    /// <summary>The later version has it, and the earlier has not.</summary>
    Added,

    /// <summary>Both have it, and they differ in at least one field.</summary>
    Revised,

    /// <summary>The earlier version has it, and the later has not.</summary>
    Retracted,
}
