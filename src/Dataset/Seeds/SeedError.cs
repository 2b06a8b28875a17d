namespace Dataset;

/// <summary>One thing wrong with the seeds.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">Line in the file, from 1; null when the whole file is meant.</param>
/// <param name="Id">The record's id; null when it has none yet.</param>
/// <param name="Field">The field, as a path: evidence[0].exact; null when the whole record is meant.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record SeedError(string File, int? Line, string? Id, string? Field, string Message)
{
    /// <summary>One line, in the form that editors can follow: file:line: id: field: message.</summary>
    public override string ToString() =>
        string.Join(": ", new[] { Line is null ? File : $"{File}:{Line}", Id, Field, Message }.OfType<string>());
}

/// <summary>The seeds are not valid. Nothing of them was used.</summary>
public sealed class SeedException(IReadOnlyList<SeedError> errors, int count)
    : Exception($"The seeds have {count} error{(count == 1 ? "" : "s")}:\n{string.Join('\n', errors)}{(count > errors.Count ? $"\n… and {count - errors.Count} more." : "")}")
{
    /// <summary>The errors, by file and line; of very many, the first that were found.</summary>
    public IReadOnlyList<SeedError> Errors { get; } = errors;

    /// <summary>How many there are in all.</summary>
    public int Count { get; } = count;
}
