using System.Text.Json.Serialization;

namespace Api.Http;

/// <summary>The kinds of mistake in a parameter. The codes are stable.</summary>
internal enum ErrorCode
{
    /// <summary>The parameter does not exist here.</summary>
    UnknownParameter,

    /// <summary>The parameter is given more than once. Give several values in one parameter, separated by commas.</summary>
    RepeatedParameter,

    /// <summary>A required parameter is missing.</summary>
    MissingParameter,

    /// <summary>The field does not have this operator.</summary>
    UnknownOperator,

    /// <summary>The field does not exist, or it cannot be used in this way.</summary>
    UnknownField,

    /// <summary>The value is not in the code list.</summary>
    UnknownCode,

    /// <summary>The value refers to a country, person or source that the dataset does not have.</summary>
    UnknownReference,

    /// <summary>The value does not have the form that the parameter takes.</summary>
    InvalidValue,

    /// <summary>The number is too small or too large.</summary>
    OutOfRange,

    /// <summary>The parameter does not apply here: to this format, or without another parameter.</summary>
    NotApplicable,

    /// <summary>The cursor is damaged or belongs to another query.</summary>
    InvalidCursor,

    /// <summary>The dataset does not have this version.</summary>
    UnknownVersion,

    /// <summary>The format does not exist.</summary>
    UnknownFormat,

    /// <summary>The format cannot hold the answer: it has too many records, too long a text or too many digits.</summary>
    DoesNotFit,
}

/// <summary>One thing wrong with a request.</summary>
/// <param name="Parameter">The parameter's name, as the request gives it.</param>
/// <param name="Code">The kind of error.</param>
/// <param name="Detail">Says what is wrong, and what is allowed.</param>
/// <param name="Allowed">The allowed values, where they can be listed.</param>
/// <param name="DidYouMean">The nearest allowed value, if one is near.</param>
internal sealed record ParameterError(
    string Parameter, ErrorCode Code, string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Allowed = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DidYouMean = null)
{
    public static ParameterError NotAmong(
        string parameter, ErrorCode code, string name, IEnumerable<string> allowed, string description, NearestNames? nearest = null)
    {
        var names = allowed.ToArray();
        return new(parameter, code, $"'{name}' is not {description}.", names, (nearest ?? new()).Find(name, names));
    }
}
