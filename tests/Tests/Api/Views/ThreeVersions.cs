using Dataset;
using Migrations;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Views;

/// <summary>The API over three versions, which differ in records of several resources. The tests of a class share it and only read.</summary>
public sealed class ThreeVersions(PrivatePostgres postgres) : IAsyncLifetime
{
    private static readonly SeedSet First = LoadedApi.Seeds.With<Contradiction>(_ => []);

    /// <summary>Adds one, revises two, retracts one, which other resources' entries lose as a record of theirs.</summary>
    private static readonly SeedSet Second = First
        .With<Visit>(visits => visits.Skip(1).Select((visit, i) => i is 3 or 4 ? Revised(visit) : visit)
            .Append(visits[0] with { Id = "a-new-visit" }))
        .With<TradeFigure>(figures => figures.Select(figure =>
            figure.Id == "bilateral-trade-2022" ? figure with { Value = figure.Value + 0.5m } : figure))
        .With<Country>(countries => countries.Select((country, i) => i == 0 ? country with { RecordCount = country.RecordCount + 1 } : country));

    /// <summary>Brings the retracted one back, and revises one of the two back to what it was.</summary>
    private static readonly SeedSet Third = Second
        .With<Visit>(visits => visits.Select((visit, i) => i == 3 ? First.Of<Visit>()[4] : visit).Append(First.Of<Visit>()[0]));

    private TestDatabase _database = null!;
    private RunningApi _api = null!;

    /// <summary>A client of it; addresses are relative.</summary>
    public HttpClient Client => _api.Client;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateLoadedAsync(First);
        foreach (var seeds in new[] { Second, Third })
            await Loader.LoadAsync(_database.Owner, seeds, TextWriter.Null, CancellationToken.None);
        _api = await RunningApi.StartAsync(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static Visit Revised(Visit visit) =>
        visit with { Title = "Another title", Places = [.. visit.Places, "Elsewhere"], Note = null };
}
