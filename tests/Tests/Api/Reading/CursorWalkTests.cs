using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Reading;

/// <summary>A cursor continues the walk that it was created for, or is refused.</summary>
public sealed class CursorWalkTests(LoadedApi api, PrivatePostgres postgres) : IClassFixture<LoadedApi>
{
    private const string Question = "sort=id&limit=2";

    [Theory]
    [InlineData("abc"), InlineData("%00"), InlineData("AAAA"), InlineData("%F0%9F%98%80")]
    [InlineData("eyJWZXJzaW9uIjoxLCJLZXlzIjpbImEiXX0"), InlineData("../../etc"), InlineData("====")]
    public async Task Garbage_is_refused(string cursor)
    {
        var error = Assert.Single(await api.Client.ErrorsAsync($"/v1/visits?{Question}&cursor={cursor}"));
        Assert.Equal("cursor", error.Parameter);
    }

    [Fact]
    public async Task Garbage_cursor_is_refused()
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
    public async Task Next_address_works_again_in_any_order()
    {
        var cursor = await CursorAsync($"/v1/visits?{Question}");
        var once = await api.Client.GetStringAsync($"/v1/visits?{Question}&cursor={cursor}");
        Assert.Equal(once, await api.Client.GetStringAsync($"/v1/visits?{Question}&cursor={cursor}"));
        Assert.Equal(once, await api.Client.GetStringAsync($"/v1/visits?cursor={cursor}&limit=2&sort=id"));
    }

    [Fact]
    public async Task Cursor_cannot_be_forged_without_the_key()
    {
        var cursor = Base64Url.DecodeFromChars(await CursorAsync($"/v1/visits?{Question}"));
        var payload = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(cursor.AsSpan(16)).Replace("[\"", "[\"a"));
        byte[] bound = [.. "visits?sort=id"u8, 0, .. payload];
        foreach (var key in new byte[][] { [], new byte[32], "visits"u8.ToArray() })
            await RefusedAsync($"/v1/visits?{Question}&cursor={Signed(HMACSHA256.HashData(key, bound), payload)}");
        await RefusedAsync($"/v1/visits?{Question}&cursor={Signed(SHA256.HashData(bound), payload)}");

        // With the key, the forged cursor is accepted. So the others fail only because of the key.
        await using var database = await api.Database.Owner.OpenConnectionAsync();
        var secret = await database.ExecuteScalarAsync<byte[]>("select cursor_key from installation");
        Assert.InRange(secret!.Length, 32, 64);
        await api.Client.JsonAsync($"/v1/visits?{Question}&cursor={Signed(HMACSHA256.HashData(secret, bound), payload)}");
    }

    [Fact]
    public async Task Cursor_works_on_every_instance()
    {
        var next = $"/v1/visits?{Question}&cursor={await CursorAsync($"/v1/visits?{Question}")}";
        await using var other = await RunningApi.StartAsync(api.Database);
        var (own, others) = (await api.Client.JsonAsync(next), await other.Client.JsonAsync(next));
        Assert.Equal(
            ApiRequests.Ids(own.GetProperty("data").EnumerateArray()),
            ApiRequests.Ids(others.GetProperty("data").EnumerateArray()));
    }

    [Fact]
    public async Task Cursor_of_another_database_is_refused()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using (var owner = await database.Owner.OpenConnectionAsync())
        {
            await owner.ExecuteAsync("""
                update installation set cursor_key = uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
                update dataset_versions set loaded_at = now()
                """);
        }

        await using var other = await RunningApi.StartAsync(database);
        var cursor = await CursorAsync($"/v1/visits?{Question}");
        await other.Client.ErrorAsync($"/v1/visits?{Question}&cursor={cursor}", "cursor", "invalid_cursor");
        await RefusedAsync($"/v1/visits?{Question}&cursor={await CursorAsync($"/v1/visits?{Question}", other.Client)}");

        using var here = await api.Client.GetAsync($"/v1/visits?{Question}");
        using var there = await other.Client.GetAsync($"/v1/visits?{Question}");
        Assert.NotEqual(here.Header("ETag"), there.Header("ETag")); // Otherwise a client would keep a cached page whose cursor is invalid here.

        await using (var owner = await database.Owner.OpenConnectionAsync())
            await owner.ExecuteAsync("update installation set cursor_key = @key", new { key = new byte[32] });
        await using var restored = await RunningApi.StartAsync(database);
        byte[] payload = [.. """{"Version":7,"Keys":["a"]}"""u8];
        byte[] bound = [.. "visits?sort=id"u8, 0, .. payload];
        var forged = Signed(HMACSHA256.HashData(new byte[32], bound), payload);
        await restored.Client.ErrorAsync($"/v1/visits?{Question}&cursor={forged}", "cursor", "invalid_cursor");
    }

    [Fact]
    public async Task A_cursor_is_refused_without_a_query()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var asked = await RunningApi.StartAsync(database);
        await asked.Client.JsonAsync("/v1/visits");
        await using var owner = await database.Owner.OpenConnectionAsync();
        await using var held = await owner.BeginTransactionAsync();
        // A statement that reads one of them waits.
        await owner.ExecuteAsync("lock table visits, countries, people, sources, installation in access exclusive mode");
        await asked.Client.ErrorAsync($"/v1/visits?{Question}&cursor=AAAA", "cursor", "invalid_cursor");
    }

    private static string Signed(byte[] signature, byte[] payload) =>
        Base64Url.EncodeToString([.. signature.AsSpan(0, 16), .. payload]);

    private Task<Error> RefusedAsync(string address) => api.Client.ErrorAsync(address, "cursor", "invalid_cursor");

    private async Task<string> CursorAsync(string address, HttpClient? client = null) =>
        (await (client ?? api.Client).JsonAsync(address)).GetProperty("page").GetProperty("next").GetString()!.Split("cursor=")[1].Split('&')[0];
}
