using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace Api.Http;

/// <summary>Reads each parameter at most once. Names are case-sensitive, unlike the framework's. An empty value means an absent parameter.</summary>
internal static class QueryStringReader
{
    public static SortedDictionary<string, string> Read(
        QueryString query, IReadOnlyCollection<string> allowed, Func<string, ParameterError?> refusal, List<ParameterError> errors,
        NearestNames? nearest = null)
    {
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        nearest ??= new();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in new QueryStringEnumerable(query.Value))
        {
            // The pair's own decoding leaves bytes that are not UTF-8 as they are, so %FF would be searched for as text.
            var name = WebUtility.UrlDecode(pair.EncodedName.ToString());
            var value = WebUtility.UrlDecode(pair.EncodedValue.ToString());
            if (!allowed.Contains(name))
                errors.Add(refusal(name)
                    ?? ParameterError.NotAmong(name, ErrorCode.UnknownParameter, name, allowed, "a parameter here", nearest));
            else if (!seen.Add(name))
                errors.Add(new(name, ErrorCode.RepeatedParameter,
                    $"'{name}' is given more than once. Give all values in one parameter, separated by commas."));
            else if (value.Any(c => char.IsControl(c) || c == '\uFFFD'))
                errors.Add(new(name, ErrorCode.InvalidValue, "The value has a control character or bytes that are not UTF-8."));
            else if (value.Length > 0)
                parameters.Add(name, value);
        }

        return parameters;
    }
}
