using System.Runtime.InteropServices;

namespace Api.Features.Charts;

/// <summary>
/// Draws on a thread that yields to others. A picture takes up to a hundred milliseconds of a processor, and whoever waits for a record must not
/// wait for it.
/// </summary>
internal static class DrawingThread
{
    /// <summary>Of setpriority: the calling thread on Linux. 10 is a ninth of the usual share of a processor that others want too.</summary>
    private const int Threads = 0, CallingThread = 0, Niceness = 10;

    private static readonly SetPriority? Set = Find();

    private delegate int SetPriority(int which, int who, int niceness);

    public static async Task<byte[]> RunAsync(Func<byte[]> draw)
    {
        var drawn = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            // .NET sets priorities on Windows, and leaves those of Linux alone.
            Set?.Invoke(Threads, CallingThread, Niceness);
            try
            {
                drawn.SetResult(draw());
            }
            catch (Exception error)
            {
                drawn.SetException(error);
            }
        })
        { IsBackground = true, Name = nameof(DrawingThread), Priority = ThreadPriority.BelowNormal };
        thread.Start();
        return await drawn.Task;
    }

    private static SetPriority? Find() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc", typeof(DrawingThread).Assembly, null, out var library)
            && NativeLibrary.TryGetExport(library, "setpriority", out var function)
            ? Marshal.GetDelegateForFunctionPointer<SetPriority>(function)
            : null;
}
