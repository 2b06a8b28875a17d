using AppHost;
using Tests.Support;
using Xunit;

namespace Tests.AppHost;

public sealed class PostgresBinariesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_installation_found_is_of_a_version_that_will_do()
    {
        var found = await PostgresBinaries.FindAsync();

        Assert.True(found.Major >= PostgresBinaries.OldestMajor);
        Assert.All(["initdb", "pg_ctl", "postgres"], program => Assert.True(File.Exists(found[program])));
    }

    [Fact]
    public async Task A_folder_of_links_leads_to_the_real_programs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links needs a privilege on Windows.");
        var real = await PostgresBinaries.FindAsync();
        File.CreateSymbolicLink(_folder.In("pg_ctl"), real["pg_ctl"]);

        var found = await PostgresBinaries.FindInAsync([_folder.Path]);

        Assert.Equal(real, found);
    }

    [Fact]
    public async Task A_folder_without_programs_is_refused_with_how_to_install_them()
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
    public async Task A_version_that_is_not_installed_is_named_beside_those_that_are()
    {
        var installed = await PostgresBinaries.FindAsync();

        var refusal = await Assert.ThrowsAsync<PrerequisiteException>(
            () => PostgresBinaries.FindAsync(installed.Folder, major: 9));

        Assert.Contains("PostgreSQL 9", refusal.Message);
        Assert.Contains($"(only {installed.Major})", refusal.Message);
    }
}
