namespace Tests.Api.Observability;

/// <summary>A received value of a metric. For a histogram it is the count.</summary>
internal sealed record Point(string Metric, string Attributes, long Value);
