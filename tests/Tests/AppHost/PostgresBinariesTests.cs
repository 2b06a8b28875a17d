using AppHost;
using Tests.Support;
using Xunit;

namespace Tests.AppHost;

public sealed class PostgresBinariesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Newest_suitable_installation_is_found()
    {
        var found = await PostgresBinaries.FindAsync();

        Assert.True(found.Major >= PostgresBinaries.OldestMajor);
        Assert.All(["initdb", "pg_ctl", "postgres"], program => Assert.True(File.Exists(found[program])));
    }

    [Fact]
    public async Task Linked_folder_leads_to_real_programs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links needs a privilege on Windows.");
        var real = await PostgresBinaries.FindAsync();
        File.CreateSymbolicLink(_folder.In("pg_ctl"), real["pg_ctl"]);

        var found = await PostgresBinaries.FindInAsync([_folder.Path]);

        Assert.Equal(real, found);
    }

    [Fact]
    public async Task Folder_without_programs_explains_installation()
    {
        var refusal = await Assert.ThrowsAsync<PrerequisiteException>(() => PostgresBinaries.FindAsync(_folder.Path));

        Assert.Contains("PostgreSQL 15 or newer", refusal.Message);
        Assert.Contains(_folder.Path, refusal.Message);
        Assert.Contains("install", refusal.Message);
    }

    [Fact]
    public async Task A_folder_with_some_programs_is_not_enough()
    {
        File.WriteAllText(_folder.In("postgres"), "");

        await Assert.ThrowsAsync<PrerequisiteException>(() => PostgresBinaries.FindAsync(_folder.Path));
    }

    [Fact]
    public async Task Missing_version_is_listed_with_installed_ones()
    {
        var installed = await PostgresBinaries.FindAsync();

        var refusal = await Assert.ThrowsAsync<PrerequisiteException>(
            () => PostgresBinaries.FindAsync(installed.Folder, major: 9));

        Assert.Contains("PostgreSQL 9", refusal.Message);
        Assert.Contains($"(only {installed.Major})", refusal.Message);
    }
}
