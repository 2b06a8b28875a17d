namespace Api.Listing.Parse;

/// <summary>A window of time.</summary>
/// <param name="From">First day, or null when open.</param>
/// <param name="To">Last day, or null when open.</param>
/// <param name="Certain">Whether an uncertain date must lie wholly inside; else it is enough that it may.</param>
internal sealed record Window(DateOnly? From, DateOnly? To, bool Certain);
