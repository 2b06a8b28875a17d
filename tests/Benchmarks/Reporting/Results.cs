namespace Benchmarks.Reporting;

/// <summary>A bound that a measurement must keep.</summary>
/// <param name="Workload">The name of the workload.</param>
/// <param name="What">The bounded quantity, in words.</param>
/// <param name="Value">The measured value.</param>
/// <param name="Bound">The bound.</param>
/// <param name="AtLeast">Whether the bound is a minimum; else it is a maximum.</param>
internal sealed record Mark(string Workload, string What, double Value, double Bound, bool AtLeast)
{
    /// <summary>Whether the bound is kept.</summary>
    public bool Reached => AtLeast ? Value >= Bound : Value <= Bound;
}

/// <summary>Requests to one side.</summary>
/// <param name="RequestsPerSecond">The number of answers per second.</param>
/// <param name="MedianMilliseconds">The time within which half of them were answered.</param>
/// <param name="P99Milliseconds">The time within which 99 of 100 were answered.</param>
/// <param name="ProcessorMicroseconds">Processor time of the web server per request.</param>
/// <param name="DatabaseMicroseconds">Processor time of PostgreSQL per request, if known.</param>
/// <param name="PeakMegabytes">The peak memory of the web server.</param>
/// <param name="Errors">Requests that failed, in all rounds.</param>
internal sealed record RequestFigures(
    double RequestsPerSecond, double MedianMilliseconds, double P99Milliseconds,
    double ProcessorMicroseconds, double? DatabaseMicroseconds, double PeakMegabytes, long Errors);

/// <summary>The figures of a request to the service and to the reference.</summary>
internal sealed record RequestResult(string Workload, string Address, string Against, RequestFigures Service, RequestFigures Reference)
{
    /// <summary>The ratio of the service's requests per second to the reference's.</summary>
    public double Ratio => Service.RequestsPerSecond / Reference.RequestsPerSecond;
}

/// <summary>Long work of one side.</summary>
/// <param name="Seconds">The duration.</param>
/// <param name="Megabytes">The amount of data, if known.</param>
/// <param name="ProcessorSeconds">Processor time of the program.</param>
/// <param name="DatabaseSeconds">Processor time of PostgreSQL, if known.</param>
/// <param name="MemoryMegabytes">The growth of the program's memory, or its peak if the program was started for this work.</param>
internal sealed record BulkFigures(double Seconds, double? Megabytes, double? ProcessorSeconds, double? DatabaseSeconds, double? MemoryMegabytes);

/// <summary>Long work of the service or its programs, and of the reference.</summary>
internal sealed record BulkResult(string Workload, string Against, int Rows, BulkFigures Service, BulkFigures Reference)
{
    /// <summary>The ratio of the speed to the reference's.</summary>
    public double Ratio => Reference.Seconds / Service.Seconds;
}

/// <summary>All results of a run.</summary>
internal sealed record Results(DateTime MeasuredAt, Machine Machine, int Records, int Seconds, int Rounds)
{
    public List<RequestResult> Requests { get; init; } = [];

    public List<BulkResult> Bulk { get; init; } = [];

    public List<Mark> Marks { get; init; } = [];

    /// <summary>Adds a bound and the measured value, if there is a bound.</summary>
    public void Judge(string workload, string what, double value, double? bound, bool atLeast)
    {
        if (bound is { } known)
            Marks.Add(new(workload, what, value, known, atLeast));
    }
}
