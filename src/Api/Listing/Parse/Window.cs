namespace Api.Listing.Parse;

/// <summary>If certain, an uncertain date must be wholly inside; otherwise it only needs to overlap. An open end is null.</summary>
internal sealed record Window(DateOnly? From, DateOnly? To, bool Certain);
