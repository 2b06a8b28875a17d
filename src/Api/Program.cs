using Api;

try
{
    await ApiApplication.Build(args).RunAsync();
    return 0;
}
catch (InvalidOperationException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
