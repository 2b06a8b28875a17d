namespace Dataset;

/// <summary>Sort of document.</summary>
public enum SourceKind
{
    /// <summary>An article that argues an opinion.</summary>
    Opinion,

    /// <summary>A long argued article in a journal.</summary>
    Essay,

    /// <summary>A mailing of a publication.</summary>
    Newsletter,

    /// <summary>An entry of a personal or group weblog.</summary>
    BlogPost,

    /// <summary>An article that explains events.</summary>
    Analysis,

    /// <summary>A report of news.</summary>
    News,
}
