namespace Tests.Api.Observability;

/// <summary>A value of a metric as it arrived; of a histogram, how many there were.</summary>
internal sealed record Point(string Metric, string Attributes, long Value);
