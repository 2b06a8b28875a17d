using Api.Listing.Declare;

namespace Api.Reading;

/// <summary>Metadata of a route: it reads a view, and has the parameters that the view declares.</summary>
internal sealed record ViewOperation(View View, RequestKind Kind);
