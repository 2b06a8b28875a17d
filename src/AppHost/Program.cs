// This is not .NET Aspire's AppHost: it runs the whole product on one machine, from a private PostgreSQL to the API, in one process.
return await AppHost.Product.RunAsync(args, Console.Out, Console.Error);
