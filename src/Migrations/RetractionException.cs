namespace Migrations;

/// <summary>The load would retract more records than it may. Wrong or empty seeds look like that.</summary>
internal sealed class RetractionException(long retracted, long before) : Exception(
    $"The seeds lack {retracted:N0} of the {before:N0} entries of the last version, which is more than a tenth. Nothing was loaded. "
    + "If they are meant to be retracted, allow it: --allow-retractions, or AllowRetractions=true of AppHost.");
