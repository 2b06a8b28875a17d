namespace Migrations;

internal sealed class BusyException() : Exception("Another load is running; this one wrote nothing. Try again when it has ended.");
