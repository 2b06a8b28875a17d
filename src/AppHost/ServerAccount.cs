using System.Text.RegularExpressions;

namespace AppHost;

/// <summary>
/// Who runs the server. PostgreSQL refuses to run as root, so root lends the cluster to an unprivileged user; anybody
/// else runs it himself.
/// </summary>
internal sealed partial class ServerAccount
{
    private const string _refusal = "PostgreSQL refuses to run as root";
    private const string _remedy = "start this as an ordinary user";
    private readonly string[] _prefix;
    private readonly string? _owner;
    private readonly string _name;

    private ServerAccount(string name, string? owner, params string[] prefix) =>
        (_name, _owner, _prefix) = (name, owner, prefix);

    /// <summary>Is this process root, in the sense of Unix?</summary>
    public static bool ProcessIsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>The account under which this process must run a server.</summary>
    public static async Task<ServerAccount> ForThisProcessAsync(CancellationToken ct)
    {
        if (!ProcessIsRoot)
        {
            return new(Environment.UserName, owner: null);
        }
        foreach (var name in new[] { "postgres", "nobody" })
        {
            var printed = await Command.RunAsync([Command.Find("id") ?? "/usr/bin/id", name], ct: ct);
            if (printed.Succeeded && IdPattern().Match(printed.Output) is { Success: true } id)
            {
                var (user, group) = (id.Groups[1].Value, id.Groups[2].Value);
                return new(name, $"{user}:{group}", ImpersonationOf(name, user, group));
            }
        }
        throw new PrerequisiteException(
            $"{_refusal}, and there is no user `postgres` or `nobody` to run it: {_remedy}.");
    }

    [GeneratedRegex(@"uid=(-?\d+)\S* gid=(-?\d+)")]
    private static partial Regex IdPattern();

    private static string[] ImpersonationOf(string name, string user, string group)
    {
        // setpriv becomes the program, where the others stay as its parent and may open a login session.
        if (Command.Find("setpriv") is { } setpriv)
        {
            return [setpriv, $"--reuid={user}", $"--regid={group}", "--init-groups", "--"];
        }
        if (Command.Find("runuser") is { } runuser)
        {
            return [runuser, "-u", name, "--"];
        }
        return Command.Find("sudo") is { } sudo
            ? [sudo, "-n", "-u", name, "--", "env", "LC_ALL=C"]
            : throw new PrerequisiteException(
                $"{_refusal}, and there is no setpriv, runuser or sudo to run it as another user: {_remedy}.");
    }

    /// <summary>Runs a program in a folder as this account.</summary>
    public Task<Command.Result> RunAsync(
        string folder,
        string program,
        IEnumerable<string> arguments,
        bool leavesServerBehind = false,
        CancellationToken ct = default) =>
        Command.RunAsync([.. _prefix, program, .. arguments], folder, leavesServerBehind, ct);

    /// <summary>Gives files, and folders with all that is in them, to this account.</summary>
    public async Task OwnAsync(IEnumerable<string> paths, CancellationToken ct)
    {
        if (_owner is null)
        {
            return;
        }
        var given = await Command.RunAsync([Command.Find("chown") ?? "/bin/chown", "-Rh", _owner, .. paths], ct: ct);
        if (!given.Succeeded)
        {
            throw new PrerequisiteException(
                $"{_refusal}, and the data could not be given to the user {_name} ({given.Output}): {_remedy}.");
        }
    }

    /// <summary>Fails when a folder is closed to this account, naming the one that closes it.</summary>
    public async Task MustReachAsync(string folder, CancellationToken ct)
    {
        if (_owner is null || await CanEnterAsync(folder, ct))
        {
            return;
        }
        var closed = folder;
        while (Path.GetDirectoryName(closed) is { } parent && !await CanEnterAsync(parent, ct))
        {
            closed = parent;
        }
        throw new PrerequisiteException(
            $"{_refusal}, and the user {_name}, who runs it instead, may not enter {closed}: "
            + $"allow it with `chmod o+x {closed}`, or choose another folder than {folder}.");
    }

    private async Task<bool> CanEnterAsync(string folder, CancellationToken ct)
    {
        var tested = await RunAsync("/", "test", ["-x", folder], ct: ct);
        // The test itself is silent, so these are words of the program that should have become another user.
        return tested.Output.Length == 0
            ? tested.Succeeded
            : throw new PrerequisiteException(
                $"{_refusal}, and it could not be run as the user {_name} ({tested.Output}): {_remedy}.");
    }
}
