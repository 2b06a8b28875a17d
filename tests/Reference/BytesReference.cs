using System.Text.Json;

namespace Reference;

/// <summary>A known answer: the answer of the service to one request.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="EntityTag">Its entity tag.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record KnownAnswer(string ContentType, string EntityTag, byte[] Body);

/// <summary>Bare Kestrel that serves known answers from memory, by file name. It shows the minimum cost of an answer over HTTP.</summary>
internal static class BytesReference
{
    public static WebApplication Build(string address, string folder)
    {
        var answers = Directory.EnumerateFiles(folder, "*.json").ToDictionary(
            file => "/" + Path.GetFileNameWithoutExtension(file),
            file => JsonSerializer.Deserialize<KnownAnswer>(File.ReadAllBytes(file))!);
        var app = Server.Build(address);
        app.Run(http =>
        {
            if (!answers.TryGetValue(http.Request.Path.Value!, out var answer))
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            http.Response.Headers.ETag = answer.EntityTag;
            if (http.Request.Headers.IfNoneMatch == answer.EntityTag)
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            http.Response.ContentType = answer.ContentType;
            http.Response.ContentLength = answer.Body.Length;
            return http.Response.Body.WriteAsync(answer.Body).AsTask();
        });
        return app;
    }
}
