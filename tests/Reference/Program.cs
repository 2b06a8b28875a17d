using Reference;

var app = args switch
{
    ["bytes", var address, var folder] => BytesReference.Build(address, folder),
    ["sql", var address, var connection] => SqlReference.Build(address, connection),
    _ => null,
};
if (app is null)
{
    Console.Error.WriteLine("Usage: Reference bytes ADDRESS FOLDER | sql ADDRESS CONNECTION");
    return 2;
}

await app.RunAsync();
return 0;
