using Reference;

var app = args switch
{
    ["bytes", var address, var folder] => BytesReference.Build(address, folder),
    ["sql", var address] => SqlReference.Build(address, Environment.GetEnvironmentVariable("ConnectionStrings__Dataset")),
    _ => null,
};
if (app is null)
{
    Console.Error.WriteLine("Usage: Reference bytes ADDRESS FOLDER | sql ADDRESS, with the database in ConnectionStrings__Dataset");
    return 2;
}

await app.RunAsync();
return 0;
