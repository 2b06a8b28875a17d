namespace Migrations;

/// <summary>Reports every few seconds how far a load is. A small load ends before the first report.</summary>
internal sealed class Progress(TextWriter log, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private long _begun = clock.GetTimestamp();
    private TimeSpan _reported;

    public void Begin()
    {
        _begun = clock.GetTimestamp();
        _reported = TimeSpan.Zero;
    }

    /// <summary>Reports the step, unless it did so a moment ago.</summary>
    public async ValueTask ReportAsync(string step, long records, double? share)
    {
        var elapsed = clock.GetElapsedTime(_begun);
        if (elapsed - _reported < Interval)
            return;
        _reported = elapsed;
        await log.WriteLineAsync($"{step}: {Text(records, share, elapsed)}");
    }

    private static string Text(long records, double? share, TimeSpan elapsed)
    {
        var text = $"{records:N0} records, {records / elapsed.TotalSeconds:N0} per second";
        return share is > 0 and var done ? $"{text}, {done:P0} done, {(elapsed / done) - elapsed:h\\:mm\\:ss} left" : text;
    }
}
