namespace Benchmarks.Reporting;

/// <summary>A bound that a measurement must keep.</summary>
/// <param name="Workload">Of what.</param>
/// <param name="What">What is bounded, in words.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Bound">The bound.</param>
/// <param name="AtLeast">Whether it is the least allowed; else it is the most.</param>
internal sealed record Mark(string Workload, string What, double Value, double Bound, bool AtLeast)
{
    /// <summary>Whether the bound is kept.</summary>
    public bool Reached => AtLeast ? Value >= Bound : Value <= Bound;
}

/// <summary>Requests to one side.</summary>
/// <param name="RequestsPerSecond">How many were answered in a second.</param>
/// <param name="MedianMilliseconds">Time in which half of them were answered.</param>
/// <param name="P99Milliseconds">Time in which 99 of 100 were answered.</param>
/// <param name="ProcessorMicroseconds">Processor time of the web server per request.</param>
/// <param name="DatabaseMicroseconds">Processor time of PostgreSQL per request, where it is known.</param>
/// <param name="PeakMegabytes">The most memory of the web server.</param>
/// <param name="Errors">Requests that failed, in all rounds.</param>
internal sealed record RequestFigures(
    double RequestsPerSecond, double MedianMilliseconds, double P99Milliseconds,
    double ProcessorMicroseconds, double? DatabaseMicroseconds, double PeakMegabytes, long Errors);

/// <summary>A request, to the service and to what it is measured against.</summary>
internal sealed record RequestResult(string Workload, string Address, string Against, RequestFigures Service, RequestFigures Reference)
{
    /// <summary>The service's requests per second, of the reference's.</summary>
    public double Ratio => Service.RequestsPerSecond / Reference.RequestsPerSecond;
}

/// <summary>Work that takes a while, by one side.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="Megabytes">How much it moved, where that is known.</param>
/// <param name="ProcessorSeconds">Processor time of the program.</param>
/// <param name="DatabaseSeconds">Processor time of PostgreSQL, where it is known.</param>
/// <param name="MemoryMegabytes">By how much the program's memory grew, or the most it had when it was started for this.</param>
internal sealed record BulkFigures(double Seconds, double? Megabytes, double? ProcessorSeconds, double? DatabaseSeconds, double? MemoryMegabytes);

/// <summary>Work that takes a while, by the service or its programs and by what they are measured against.</summary>
internal sealed record BulkResult(string Workload, string Against, int Rows, BulkFigures Service, BulkFigures Reference)
{
    /// <summary>The speed, of the reference's.</summary>
    public double Ratio => Reference.Seconds / Service.Seconds;
}

/// <summary>All that a run found.</summary>
internal sealed record Results(DateTime MeasuredAt, Machine Machine, int Records, int Seconds, int Rounds)
{
    public List<RequestResult> Requests { get; init; } = [];

    public List<BulkResult> Bulk { get; init; } = [];

    public List<Mark> Marks { get; init; } = [];

    /// <summary>Notes a bound and whether it is kept.</summary>
    public void Judge(string workload, string what, double value, double? bound, bool atLeast)
    {
        if (bound is { } known)
            Marks.Add(new(workload, what, value, known, atLeast));
    }
}
