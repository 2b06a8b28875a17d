using System.Net.Sockets;
using Api;
using Api.Database;

try
{
    await ApiApplication.Build(args).RunAsync();
    return 0;
}
catch (Exception exception) when (exception is SettingException or IOException or SocketException)
{
    Console.Error.WriteLine(exception.Message); // The operator's mistake. Any other exception is ours, and shows its stack.
    return 1;
}
