using System.ComponentModel.DataAnnotations;

namespace Api.Guards;

[AttributeUsage(AttributeTargets.Property)]
internal sealed class NetworksAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        Networks.FindInvalid(value as string ?? "") is { } invalid
            ? new($"'{invalid}' is not an IP address or network. Give addresses and networks separated by commas, such as 10.0.0.0/8, ::1.")
            : ValidationResult.Success;
}
