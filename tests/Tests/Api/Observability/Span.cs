namespace Tests.Api.Observability;

/// <summary>A span as it arrived.</summary>
internal sealed record Span(string TraceId, string Id, string ParentId, string Name, int Kind, string Source);
