namespace Benchmarks;

/// <summary>The measurements to run, and their length.</summary>
internal sealed record Settings
{
    /// <summary>The number of relation records in the dataset.</summary>
    public required int Records { get; init; }

    /// <summary>The names of the workloads to run; empty for all.</summary>
    public required IReadOnlyCollection<string> Only { get; init; }

    /// <summary>The length of a round.</summary>
    public required int Seconds { get; init; }

    /// <summary>The number of rounds of each side.</summary>
    public required int Rounds { get; init; }

    /// <summary>The folder for benchmarks.json and benchmarks.md.</summary>
    public required string Output { get; init; }

    /// <summary>The folder that keeps the database and the seeds between runs; null for temporary ones.</summary>
    public string? Data { get; init; }

    /// <summary>Whether the run replaces the table in the README.</summary>
    public bool UpdateReadme { get; init; }

    /// <summary>Whether the run includes a workload.</summary>
    public bool Wants(string workload) => Only.Count == 0 || Only.Contains(workload);
}
