using System.Text.Json.Serialization;

namespace Api.Http;

/// <summary>Stable codes of what can be wrong with a parameter.</summary>
internal enum ErrorCode
{
    /// <summary>No such parameter here.</summary>
    UnknownParameter,

    /// <summary>The parameter is given more than once; list several values in one, separated by commas.</summary>
    RepeatedParameter,

    /// <summary>The parameter is needed here.</summary>
    MissingParameter,

    /// <summary>The field has no such operator.</summary>
    UnknownOperator,

    /// <summary>No such field, or it cannot be used in this way.</summary>
    UnknownField,

    /// <summary>The value is not in the code list.</summary>
    UnknownCode,

    /// <summary>The value refers to a country, person or source that the dataset does not have.</summary>
    UnknownReference,

    /// <summary>The value has not the form that the parameter takes.</summary>
    InvalidValue,

    /// <summary>The number is too small or too large.</summary>
    OutOfRange,

    /// <summary>The parameter has no meaning for this format or without another parameter.</summary>
    NotApplicable,

    /// <summary>The cursor is damaged, or belongs to another query.</summary>
    InvalidCursor,

    /// <summary>No such version of the dataset.</summary>
    UnknownVersion,

    /// <summary>No such format.</summary>
    UnknownFormat,

    /// <summary>The format cannot hold what was asked for: too many records, too long a text, too many digits.</summary>
    DoesNotFit,
}

/// <summary>One thing wrong with a request.</summary>
/// <param name="Parameter">The parameter's name, as it was given.</param>
/// <param name="Code">What sort of error it is.</param>
/// <param name="Detail">What is wrong, in a sentence.</param>
/// <param name="Allowed">What would be allowed, where that can be listed.</param>
/// <param name="DidYouMean">The nearest of what is allowed, where there is one.</param>
internal sealed record ParameterError(
    string Parameter, ErrorCode Code, string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Allowed = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DidYouMean = null)
{
    /// <summary>An error for a name that is not among those allowed.</summary>
    public static ParameterError NotAmong(
        string parameter, ErrorCode code, string name, IEnumerable<string> allowed, string description, NearestNames? nearest = null)
    {
        var names = allowed.ToArray();
        return new(parameter, code, $"'{name}' is not {description}.", names, (nearest ?? new()).Find(name, names));
    }
}
