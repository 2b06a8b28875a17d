using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Api.Database;

namespace Api.Guards;

/// <summary>Bounds what one client, and all clients together, may take of an instance. The section Limits of the configuration sets them.</summary>
internal sealed class Limits
{
    public const string Section = "Limits";

    /// <summary>Open connections. One more is closed at once.</summary>
    [Range(1, 1_000_000)]
    public int Connections { get; set; } = 10_000;

    /// <summary>Bytes of all headers of a request together.</summary>
    [Range(1024, 1_048_576)]
    public int HeaderBytes { get; set; } = 32_768;

    /// <summary>Headers of a request.</summary>
    [Range(10, 10_000)]
    public int Headers { get; set; } = 100;

    /// <summary>Bytes of a request's body that are read and discarded, so that its connection can be used again.</summary>
    [Range(0, 1_048_576)]
    public int BodyBytes { get; set; } = 1024;

    /// <summary>Seconds within which a request's headers must arrive.</summary>
    [Range(1, 3600)]
    public int HeaderSeconds { get; set; } = 10;

    /// <summary>Seconds for which a connection may stay open without a request.</summary>
    [Range(1, 3600)]
    public int IdleSeconds { get; set; } = 130;

    /// <summary>Bytes per second at which a client must read an answer, on average. 0 allows any rate.</summary>
    [Range(0, 1_000_000_000)]
    public int LeastBytesPerSecond { get; set; } = 1000;

    /// <summary>Seconds for which a client may read an answer more slowly than that.</summary>
    [Range(2, 3600)]
    public int SlowSeconds { get; set; } = 10;

    /// <summary>Concurrent requests on one HTTP/2 connection.</summary>
    [Range(1, 10_000)]
    public int Streams { get; set; } = 100;

    /// <summary>Seconds within which an answer must be ready. Exports have no such bound.</summary>
    [Range(1, 3600)]
    public int PageSeconds { get; set; } = 30;

    /// <summary>Seconds for which a stopping service still serves while it reports that it is not ready.</summary>
    [Range(0, 3600)]
    public int DrainSeconds { get; set; } = 1;

    /// <summary>Answers that are computed at the same time: half of them light, a quarter medium, a quarter heavy.</summary>
    [Range(4, 10_000)]
    public int Places { get; set; } = 16;

    /// <summary>Seconds for which one more waits.</summary>
    [Range(0, 3600)]
    public int PlaceWaitSeconds { get; set; } = 5;

    /// <summary>Megabytes of temporary files for answers that their clients read more slowly than they are computed.</summary>
    [Range(0, 1_000_000)]
    public int SpoolMegabytes { get; set; } = 1024;

    /// <summary>Bytes per second at which a client must read an answer, on average, for which no room is left in these files.</summary>
    [Range(1, 1_000_000_000)]
    public int LeastSpooledBytesPerSecond { get; set; } = 1_000_000;

    /// <summary>Requests per minute of one client address. 0 allows any number.</summary>
    [Range(0, 1_000_000_000)]
    public int RequestsPerMinute { get; set; } = 6000;

    /// <summary>Addresses and networks, separated by commas, whose requests are not counted: this machine, which may run a proxy.</summary>
    [Networks]
    public string Uncounted { get; set; } = "127.0.0.0/8, ::1";

    /// <summary>Addresses and networks of proxies, separated by commas, whose X-Forwarded-For is trusted.</summary>
    [Networks]
    public string KnownProxies { get; set; } = "";

    /// <summary>Reads and validates the section, at build: the server needs its limits then.</summary>
    /// <exception cref="SettingException">A setting is unknown, or its value is not allowed.</exception>
    public static Limits Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var settings = typeof(Limits).GetProperties();
        foreach (var given in section.GetChildren())
        {
            var setting = Array.Find(settings, setting => setting.Name.Equals(given.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new SettingException(
                    $"{given.Path} is not a setting. Allowed: {string.Join(", ", settings.Select(setting => setting.Name))}.");
            if (FindError(setting, given.Value ?? "") is { } error)
                throw new SettingException($"{Section}:{setting.Name} is '{given.Value}'. {error}");
        }

        return section.Get<Limits>() ?? new Limits();
    }

    private static string? FindError(PropertyInfo setting, string text)
    {
        foreach (var rule in setting.GetCustomAttributes<ValidationAttribute>())
        {
            if (rule is RangeAttribute range && !(int.TryParse(text, out var number) && range.IsValid(number)))
                return $"It must be a whole number from {range.Minimum} to {range.Maximum}.";
            if (rule.GetValidationResult(text, new ValidationContext(text)) is { } result)
                return result.ErrorMessage;
        }

        return null;
    }
}
