namespace Tests.Api.Observability;

/// <summary>A received span.</summary>
internal sealed record Span(string TraceId, string Id, string ParentId, string Name, int Kind, string Source);
