using System.Diagnostics.Metrics;

namespace Api.Observability;

/// <summary>Counts what the framework and the driver do not. Without a listener, a count costs a few nanoseconds.</summary>
internal sealed class Instruments
{
    /// <summary>The meter's name, with which the name of each instrument begins.</summary>
    public const string MeterName = "bilateral_relations";

    private readonly Meter _meter;
    private readonly Counter<long> _answers;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _problems;

    public Instruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _answers = _meter.CreateCounter<long>(
            $"{MeterName}.answers", "{answer}", "Successful answers, by cache (hit, or miss if the answer was computed) and by content coding.");
        _rows = _meter.CreateCounter<long>($"{MeterName}.exports.rows", "{row}", "Rows of completed exports, by format.");
        _problems = _meter.CreateCounter<long>($"{MeterName}.problems", "{problem}", "Problems, by type.");
    }

    public void CountAnswer(bool isHit, string encoding) => _answers.Add(1, new("cache", isHit ? "hit" : "miss"), new("coding", encoding));

    public void CountRows(string format, long rows) => _rows.Add(rows, new KeyValuePair<string, object?>("format", format));

    public void CountProblem(string type) => _problems.Add(1, new KeyValuePair<string, object?>("type", type));

    public void ObservePlaces(IEnumerable<(string Class, Func<int> Taken)> places) => _meter.CreateObservableUpDownCounter(
        $"{MeterName}.places.taken",
        () => places.Select(of => new Measurement<int>(of.Taken(), new KeyValuePair<string, object?>("class", of.Class))),
        "{place}", "Answers that are being computed, by price class.");

    /// <summary>Observes the dataset version that is served, null before the first is known, and how often it changed.</summary>
    public void ObserveVersion(Func<int?> current, Func<int> changes)
    {
        _meter.CreateObservableCounter(
            $"{MeterName}.dataset.versions", changes, "{version}", "Number of times the dataset version was seen to change.");
        _meter.CreateObservableGauge(
            $"{MeterName}.dataset.version",
            () => current() is { } version ? [new Measurement<int>(version)] : Array.Empty<Measurement<int>>(),
            "{version}", "The dataset version that is served.");
    }
}
