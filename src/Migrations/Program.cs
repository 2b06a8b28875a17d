using Migrations;

var parsed = Commands.Root().Parse(args);
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? (int)ExitCode.Usage : exitCode;
