using Tests.Api.Features.Page;
using Tests.Api.Formats;
using Tests.Api.OpenApi;
using Tests.AppHost;
using Tests.Fixtures;
using Tests.Migrations;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Tests.Fixtures;

/// <summary>Starts the slowest classes first, so that none of them runs alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        .. new[]
        {
            typeof(PrismTests), typeof(TypedFormatTests), typeof(BrowserTests), typeof(ProductTests), typeof(TypeScriptClientTests),
            typeof(LargeLoadTests), typeof(LoaderFaultTests),
        }.Select(type => type.FullName!),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Place)];

    /// <summary>A class without a collection is in one with the name of the class. The order of all others does not change.</summary>
    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var place = Array.FindIndex(
            Longest, name => collection.TestCollectionDisplayName.Contains($"{name} ", StringComparison.Ordinal));
        return place >= 0 ? place : Longest.Length;
    }
}
