using Benchmarks;

return await Commands.Root().Parse(args).InvokeAsync(new()
{
    // Ctrl-C and TERM stop what is under way; what was started then needs a moment to end.
    ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
});
