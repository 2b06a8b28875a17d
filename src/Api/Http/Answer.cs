using System.Text.Json;

namespace Api.Http;

/// <summary>Answers of addresses whose body is an object of ours.</summary>
internal static class Answer
{
    /// <summary>The client has the answer already.</summary>
    public static readonly IResult NotModified = TypedResults.StatusCode(StatusCodes.Status304NotModified);

    /// <summary>JSON with its length, so that HEAD tells the same as GET.</summary>
    public static IResult Json<T>(T value) => TypedResults.Bytes(JsonSerializer.SerializeToUtf8Bytes(value, ApiJson.Options), "application/json");
}
