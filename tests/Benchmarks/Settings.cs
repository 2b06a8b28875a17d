namespace Benchmarks;

/// <summary>What is to be measured, and how long.</summary>
internal sealed record Settings
{
    /// <summary>How many relation records the dataset has.</summary>
    public required int Records { get; init; }

    /// <summary>Names of the workloads to run; empty for all.</summary>
    public required IReadOnlyCollection<string> Only { get; init; }

    /// <summary>Length of a round.</summary>
    public required int Seconds { get; init; }

    /// <summary>Rounds of each side.</summary>
    public required int Rounds { get; init; }

    /// <summary>Where benchmarks.json and benchmarks.md go.</summary>
    public required string Output { get; init; }

    /// <summary>Folder that keeps the database and the seeds between runs; null for temporary ones.</summary>
    public string? Data { get; init; }

    /// <summary>Whether the table in the README is to be replaced.</summary>
    public bool UpdateReadme { get; init; }

    /// <summary>Whether a workload is to be run.</summary>
    public bool Wants(string workload) => Only.Count == 0 || Only.Contains(workload);
}
