using Benchmarks;

return await Commands.Root().Parse(args).InvokeAsync(new()
{
    // Ctrl-C and TERM stop the run. The started processes then need a moment to end.
    ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
});
