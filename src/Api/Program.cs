using Api;
using Api.Database;

try
{
    await ApiApplication.Build(args).RunAsync();
    return 0;
}
catch (Exception exception) when (exception is SettingException or InvalidOperationException or IOException or ArgumentException or FormatException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
