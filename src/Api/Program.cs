using Api;

try
{
    await ApiApplication.Build(args).RunAsync();
    return 0;
}
catch (Exception exception) when (ApiApplication.IsOperatorsMistake(exception))
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
