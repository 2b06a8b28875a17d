namespace Tests.Support;

/// <summary>The folder of the documents that the project's seeds quote.</summary>
internal static class SourceDocuments
{
    /// <summary>The folder in DOCUMENTS, or ../shared/documents from the repository's root; null when it does not exist.</summary>
    public static string? Folder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("DOCUMENTS") is { Length: > 0 } named)
                return named;
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Api.sln")))
                {
                    var usual = Path.Combine(folder.FullName, "..", "shared", "documents");
                    return Directory.Exists(usual) ? usual : null;
                }
            }

            return null;
        }
    }
}
