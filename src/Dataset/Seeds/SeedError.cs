namespace Dataset;

/// <summary>An error in the seeds. A null line means the whole file, and a null field the whole record.</summary>
public sealed record SeedError(string File, int? Line, string? Id, string? Field, string Message)
{
    /// <summary>One line in the form that editors follow: file:line: id: field: message.</summary>
    public override string ToString() =>
        string.Join(": ", new[] { Line is null ? File : $"{File}:{Line}", Id, Field, Message }.OfType<string>());
}

/// <summary>The seeds are not valid, and none of them was used.</summary>
public sealed class SeedException(IReadOnlyList<SeedError> errors, int count)
    : Exception($"The seeds have {count} error{(count == 1 ? "" : "s")}:\n{string.Join('\n', errors)}"
        + (count > errors.Count ? $"\n… and {count - errors.Count} more." : ""))
{
    /// <summary>The first errors, by file and line.</summary>
    public IReadOnlyList<SeedError> Errors { get; } = errors;

    /// <summary>The number of all errors.</summary>
    public int Count { get; } = count;
}
