using System.Text.RegularExpressions;

namespace AppHost;

/// <summary>The account that runs the server. PostgreSQL refuses to run as root, so root uses an unprivileged user.</summary>
internal sealed partial class ServerAccount
{
    private const string Refusal = "PostgreSQL refuses to run as root";
    private const string Remedy = "start this program as an ordinary user";
    private readonly string[] _prefix;
    private readonly string? _owner;
    private readonly string _name;

    private ServerAccount(string name, string? owner, params string[] prefix) => (_name, _owner, _prefix) = (name, owner, prefix);

    public string Name => _name;

    public static bool ProcessIsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    public static async Task<ServerAccount> ForThisProcessAsync(CancellationToken cancel)
    {
        if (!ProcessIsRoot)
            return new(Environment.UserName, owner: null);
        foreach (var name in new[] { "postgres", "nobody" })
        {
            var printed = await SystemProgram.RunAsync([SystemProgram.Find("id") ?? "/usr/bin/id", name], cancel: cancel);
            if (printed.Succeeded && IdPattern().Match(printed.Output) is { Success: true } id)
            {
                var (user, group) = (id.Groups[1].Value, id.Groups[2].Value);
                return new(name, $"{user}:{group}", ImpersonationOf(name, user, group));
            }
        }

        throw new PrerequisiteException($"{Refusal}, and there is no user `postgres` or `nobody` to run it: {Remedy}.");
    }

    public Task<SystemProgram.Result> RunAsync(
        string folder, string program, IEnumerable<string> arguments, bool leavesServerBehind = false, CancellationToken cancel = default) =>
        SystemProgram.RunAsync([.. _prefix, program, .. arguments], folder, leavesServerBehind, cancel);

    /// <summary>The command line that runs a program as this account. With setpriv, the program may still listen on ports below 1024.</summary>
    public async Task<string[]> CommandAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        string[] binding = ["--inh-caps=+net_bind_service", "--ambient-caps=+net_bind_service"];
        string[] withPorts = [.. _prefix[..^1], .. binding, _prefix[^1]];
        var mayBind = Path.GetFileName(_prefix[0]) == "setpriv"
            && (await SystemProgram.RunAsync([.. withPorts, "true"], "/", cancel: cancel)).Succeeded;
        return [.. mayBind ? withPorts : _prefix, program, .. arguments];
    }

    /// <summary>Whether this account may read a file or a folder.</summary>
    public async Task<bool> ReadsAsync(string path, CancellationToken cancel) =>
        (await RunAsync("/", "test", ["-r", path], cancel: cancel)).Succeeded;

    /// <summary>Gives files, and folders with their content, to this account.</summary>
    public async Task OwnAsync(IEnumerable<string> paths, CancellationToken cancel, bool withContent = true)
    {
        if (_owner is null)
            return;
        var chown = SystemProgram.Find("chown") ?? "/bin/chown";
        var given = await SystemProgram.RunAsync([chown, withContent ? "-Rh" : "-h", _owner, .. paths], cancel: cancel);
        if (!given.Succeeded)
            throw new PrerequisiteException($"{Refusal}, and the data could not be given to the user {_name} ({given.Output}): {Remedy}.");
    }

    /// <summary>Fails when a folder is closed to this account, and names the one that closes it.</summary>
    public async Task MustReachAsync(string folder, CancellationToken cancel)
    {
        if (_owner is null || await CanEnterAsync(folder, cancel))
            return;
        var closed = folder;
        while (Path.GetDirectoryName(closed) is { } parent && !await CanEnterAsync(parent, cancel))
            closed = parent;
        throw new PrerequisiteException(
            $"{Refusal}, and the user {_name}, who runs it instead, may not enter {closed}: "
            + $"allow it with `chmod o+x {closed}`, or choose another folder than {folder}.");
    }

    [GeneratedRegex(@"uid=(-?\d+)\S* gid=(-?\d+)")]
    private static partial Regex IdPattern();

    private static string[] ImpersonationOf(string name, string user, string group)
    {
        // setpriv becomes the program, where the others remain as its parent and may open a login session.
        if (SystemProgram.Find("setpriv") is { } setpriv)
            return [setpriv, $"--reuid={user}", $"--regid={group}", "--init-groups", "--"];
        if (SystemProgram.Find("runuser") is { } runuser)
            return [runuser, "-u", name, "--"];
        return SystemProgram.Find("sudo") is { } sudo
            ? [sudo, "-n", "-u", name, "--", "env", "LC_ALL=C"]
            : throw new PrerequisiteException($"{Refusal}, and there is no setpriv, runuser or sudo to run it as another user: {Remedy}.");
    }

    private async Task<bool> CanEnterAsync(string folder, CancellationToken cancel)
    {
        var tested = await RunAsync("/", "test", ["-x", folder], cancel: cancel);
        // The test itself is silent. Output comes from the program that failed to become another user.
        return tested.Output.Length == 0
            ? tested.Succeeded
            : throw new PrerequisiteException($"{Refusal}, and it could not be run as the user {_name} ({tested.Output}): {Remedy}.");
    }
}
