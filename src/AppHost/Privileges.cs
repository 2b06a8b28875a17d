using System.Collections;
using System.Runtime.InteropServices;
using Dataset;
using Migrations;

namespace AppHost;

/// <summary>Started by root, this program becomes the user who runs PostgreSQL: neither a web service nor a database should run as root.</summary>
internal static partial class Privileges
{
    private static string Assembly => typeof(Privileges).Assembly.Location;

    /// <summary>Replaces this process by the same program under the other user. It returns where the process keeps its user.</summary>
    public static async Task DropAsync(string[] args, TextWriter output)
    {
        if (!ServerAccount.ProcessIsRoot)
            return;
        try
        {
            var account = await ServerAccount.ForThisProcessAsync(CancellationToken.None);
            var configuration = Product.Configuration(args);
            string[] read = [Environment.ProcessPath!, Assembly, typeof(object).Assembly.Location, Path.GetFullPath(Product.SeedsOf(configuration))];
            foreach (var path in read)
            {
                if (!await account.ReadsAsync(path, CancellationToken.None))
                    throw new PrerequisiteException($"the user {account.Name} may not read {path}");
            }

            // The host `dotnet` needs the assembly, which is not among the arguments of Main.
            string[] program = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Assembly, .. args] : args;
            var folder = Product.DataFolderOf(configuration);
            if (Product.HasPrivateServer(configuration))
            {
                if (!Directory.Exists(folder))
                    new SeedFolder(Product.SeedsOf(configuration)).Check(); // Bad seeds create no folder.
                await ServerFolder.GiveAsync(folder, account, CancellationToken.None);
                await account.MustReachAsync(folder, CancellationToken.None);
            }

            var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value);
            environment["Postgres__DataFolder"] = environment["HOME"] = folder; // Root's home is closed, and its default folder is not this user's.
            environment["USER"] = environment["LOGNAME"] = account.Name;
            Become(await account.CommandAsync(Environment.ProcessPath!, program, CancellationToken.None), environment);
        }
        catch (Exception e) when (e is UsageException or SeedException)
        {
            // The product reports it.
        }
        catch (PrerequisiteException reason)
        {
            await output.WriteLineAsync($"The API runs as root: {reason.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>The process keeps its id, its signals and its terminal, and nothing of root waits for it.</summary>
    private static void Become(string[] command, Dictionary<string, string?> environment)
    {
        _ = Execute(command[0], [.. command, null], [.. environment.Select(e => $"{e.Key}={e.Value}"), null]);
        throw new PrerequisiteException($"{command[0]} cannot be run ({Marshal.GetLastPInvokeErrorMessage()})");
    }

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string program, string?[] arguments, string?[] environment);
}
