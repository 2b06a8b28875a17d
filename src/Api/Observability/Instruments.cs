using System.Diagnostics.Metrics;
using Api.Database;
using Api.Guards;
using Api.Http;

namespace Api.Observability;

/// <summary>What is counted of this service, beside what the framework and the driver count. Where nobody listens, a count costs a few nanoseconds.</summary>
internal sealed class Instruments
{
    /// <summary>The meter's name, which begins the name of each instrument.</summary>
    public const string Meter = "bilateral_relations";

    private readonly Counter<long> _answers;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _refusals;

    /// <summary>Makes the instruments.</summary>
    public Instruments(IMeterFactory meters, DatasetVersions versions, Exports exports)
    {
        var meter = meters.Create(Meter);
        _answers = meter.CreateCounter<long>($"{Meter}.answers", "{answer}", "Good answers, by where they came from (cache: hit is from memory, miss is made) and by coding.");
        _rows = meter.CreateCounter<long>($"{Meter}.exports.rows", "{row}", "Rows of tables that were read whole, by format.");
        _refusals = meter.CreateCounter<long>($"{Meter}.problems", "{problem}", "Answers that are problems, by type.");
        meter.CreateObservableUpDownCounter($"{Meter}.exports.active", () => exports.UnderWay, "{table}", "Tables that are being read.");
        meter.CreateObservableCounter($"{Meter}.dataset.versions", () => versions.TimesSeen, "{version}", "How often a version was seen that was not the one before.");
        meter.CreateObservableGauge($"{Meter}.dataset.version", () => versions.Current is { } version ? [new Measurement<int>(version.Version)] : Array.Empty<Measurement<int>>(), "{version}", "The dataset version that is served.");
    }

    /// <summary>An answer was had from memory, or made.</summary>
    internal void Answered(bool fromMemory, string encoding) => _answers.Add(1, new("cache", fromMemory ? "hit" : "miss"), new("coding", encoding));

    /// <summary>A table was read to its end.</summary>
    internal void Exported(string format, long rows) => _rows.Add(rows, new KeyValuePair<string, object?>("format", format));

    /// <summary>A request was answered with a problem.</summary>
    internal void Refused(ProblemType type) => _refusals.Add(1, new KeyValuePair<string, object?>("type", type.Name));
}
