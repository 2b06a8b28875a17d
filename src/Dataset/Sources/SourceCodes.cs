namespace Dataset;

/// <summary>Kind of document.</summary>
public enum SourceKind
{
    /// <summary>An article that argues an opinion.</summary>
    Opinion,

    /// <summary>A long argued article in a journal.</summary>
    Essay,

    /// <summary>A newsletter that a publication sends by mail.</summary>
    Newsletter,

    /// <summary>A post on a personal or group weblog.</summary>
    BlogPost,

    /// <summary>An article that explains events.</summary>
    Analysis,

    /// <summary>A news report.</summary>
    News,
}
