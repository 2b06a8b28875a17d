// This is not .NET Aspire's AppHost: it runs the whole product on one machine, from a private PostgreSQL to the API, in one process.
using AppHost;

await Privileges.DropAsync(args, Console.Out);
return await Product.RunAsync(args, Console.Out, Console.Error);
