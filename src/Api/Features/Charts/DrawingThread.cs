using System.Runtime.InteropServices;

namespace Api.Features.Charts;

/// <summary>
/// Draws on a thread of low priority. A picture takes up to a hundred milliseconds of a processor, and whoever asks for a record must not wait for
/// that.
/// </summary>
internal static class DrawingThread
{
    /// <summary>What setpriority takes for the thread that calls it, on Linux.</summary>
    private const int Process = 0, Caller = 0;

    /// <summary>A thread of 10 gets about a ninth of a processor that a usual thread wants too.</summary>
    private const int Niceness = 10;

    /// <exception cref="Http.BadRequestException">The picture has no room for what it shows.</exception>
    public static Task<byte[]> RunAsync(Func<byte[]> draw)
    {
        var drawn = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            // .NET sets priorities on Windows, but not on Linux.
            if (OperatingSystem.IsLinux())
                _ = SetPriority(Process, Caller, Niceness);
            try
            {
                drawn.SetResult(draw());
            }
            catch (Exception error)
            {
                drawn.SetException(error);
            }
        })
        { IsBackground = true, Name = nameof(DrawingThread), Priority = ThreadPriority.BelowNormal }.Start();
        return drawn.Task;
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    private static extern int SetPriority(int which, int who, int niceness);
}
