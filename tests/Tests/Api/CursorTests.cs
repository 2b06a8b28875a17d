using System.Buffers.Text;
using Tests.Api.Support;
using Tests.Fixtures;
using Xunit;

namespace Tests.Api;

/// <summary>A cursor goes on with the walk it was made for, or is refused.</summary>
public sealed class CursorTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private const string Question = "sort=id&limit=2";

    [Theory]
    [InlineData("abc"), InlineData("%00"), InlineData("AAAA"), InlineData("%F0%9F%98%80"), InlineData("eyJWZXJzaW9uIjoxLCJLZXlzIjpbImEiXX0"), InlineData("../../etc"), InlineData("====")]
    public async Task Garbage_is_refused(string cursor)
    {
        var error = Assert.Single(await api.Client.ErrorsAsync($"/v1/visits?{Question}&cursor={cursor}"));
        Assert.Equal("cursor", error.Parameter);
    }

    [Fact]
    public async Task A_cursor_of_any_length_of_garbage_is_refused()
    {
        foreach (var length in new[] { 1, 2, 3, 15, 16, 17, 18, 100, 4000 })
            await RefusedAsync($"/v1/visits?{Question}&cursor={new string('A', length)}");
    }

    [Fact]
    public async Task A_truncated_or_lengthened_cursor_is_refused()
    {
        var cursor = await CursorAsync($"/v1/visits?{Question}");
        for (var length = 1; length < cursor.Length; length += 5)
            await RefusedAsync($"/v1/visits?{Question}&cursor={cursor[..length]}");
        await RefusedAsync($"/v1/visits?{Question}&cursor={cursor}AAAA");
        await RefusedAsync($"/v1/visits?{Question}&cursor={cursor}{cursor}");
    }

    [Fact]
    public async Task A_cursor_with_any_byte_changed_is_refused()
    {
        var bytes = Base64Url.DecodeFromChars(await CursorAsync($"/v1/visits?{Question}"));
        for (var i = 0; i < bytes.Length; i++)
        {
            var tampered = bytes.ToArray();
            tampered[i] ^= 1;
            await RefusedAsync($"/v1/visits?{Question}&cursor={Base64Url.EncodeToString(tampered)}");
        }
    }

    [Theory]
    [InlineData("/v1/statements?sort=id&limit=2")]
    [InlineData("/v1/visits?sort=-id&limit=2")]
    [InlineData("/v1/visits?limit=2")]
    [InlineData("/v1/visits?sort=id&limit=2&kind=visit")]
    [InlineData("/v1/visits?sort=id&limit=2&fields=id")]
    [InlineData("/v1/visits?sort=id&limit=2&dataset_version=1")]
    public async Task A_cursor_of_another_query_is_refused(string other)
    {
        await RefusedAsync($"{other}&cursor={await CursorAsync($"/v1/visits?{Question}")}");
        await RefusedAsync($"/v1/visits?{Question}&cursor={await CursorAsync(other)}");
    }

    [Fact]
    public async Task The_next_address_may_be_used_again_and_with_its_parameters_in_any_order()
    {
        var cursor = await CursorAsync($"/v1/visits?{Question}");
        var once = await api.Client.GetStringAsync($"/v1/visits?{Question}&cursor={cursor}");
        Assert.Equal(once, await api.Client.GetStringAsync($"/v1/visits?{Question}&cursor={cursor}"));
        Assert.Equal(once, await api.Client.GetStringAsync($"/v1/visits?cursor={cursor}&limit=2&sort=id"));
    }

    private Task<Error> RefusedAsync(string address) => api.Client.ErrorAsync(address, "cursor", "invalid_cursor");

    private async Task<string> CursorAsync(string address) =>
        (await api.Client.JsonAsync(address)).GetProperty("page").GetProperty("next").GetString()!.Split("cursor=")[1].Split('&')[0];
}
