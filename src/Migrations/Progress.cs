namespace Migrations;

/// <summary>Tells how far a load is, every few seconds, so that a small one tells nothing.</summary>
internal sealed class Progress(TextWriter log, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private long _begun = clock.GetTimestamp();
    private TimeSpan _told;

    /// <summary>Begins the next step; its rate and the time left are its own.</summary>
    public void Begin()
    {
        _begun = clock.GetTimestamp();
        _told = TimeSpan.Zero;
    }

    /// <summary>Tells of the step, unless it did so just now.</summary>
    /// <param name="what">What is done, and to what.</param>
    /// <param name="records">How many records the step has done.</param>
    /// <param name="share">What share of the step that is, from 0 to 1; null where nobody knows.</param>
    public async ValueTask TellAsync(string what, long records, double? share)
    {
        var elapsed = clock.GetElapsedTime(_begun);
        if (elapsed - _told < Interval)
            return;
        _told = elapsed;
        await log.WriteLineAsync($"{what}: {Text(records, share, elapsed)}");
    }

    private static string Text(long records, double? share, TimeSpan elapsed)
    {
        var text = $"{records:N0} records, {records / elapsed.TotalSeconds:N0} per second";
        return share is > 0 and var done ? $"{text}, {done:P0} done, {(elapsed / done) - elapsed:h\\:mm\\:ss} left" : text;
    }
}
