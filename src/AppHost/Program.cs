using AppHost;

return await Product.RunAsync(args);
