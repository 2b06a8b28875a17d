using System.Globalization;
using Api.Listing.Declare;

namespace Api.Formats;

/// <summary>Code to paste that reads a table of this API. It gives the type of every column, which CSV does not contain.</summary>
internal static class Snippets
{
    /// <summary>The code by tool.</summary>
    public static IEnumerable<(string Tool, string Code)> Of(View view, IReadOnlyList<Field> fields, Func<string, string> address)
    {
        var name = view.Identifier;
        yield return ("curl", $"curl --fail --output {name}.csv '{address("csv")}'");
        yield return ("pandas", Pandas(name, fields, address("csv")));
        yield return ("r", R(name, fields, address("csv")));
        yield return ("duckdb", $"""
            INSTALL httpfs;
            LOAD httpfs;
            SET force_download = true;
            CREATE TABLE {name} AS SELECT * FROM read_parquet('{address("parquet")}');
            """.ReplaceLineEndings("\n"));
    }

    private static string Pandas(string name, IReadOnlyList<Field> fields, string address)
    {
        var days = fields.Where(field => field.Kind.PandasType is null).Select(field => $"\"{field.Name}\"").ToArray();
        var types = fields.Where(field => field.Kind.PandasType is not null)
            .Select(field => $"        \"{field.Name}\": \"{field.Kind.PandasType}\",\n");
        var parseDates = days.Length == 0 ? "" : $"    parse_dates=[{string.Join(", ", days)}],\n";
        var steps = string.Concat(fields.Where(field => field.Kind.PandasStep is not null)
            .OrderBy(field => field.Kind.Storage)
            .Select(field => $"{name}[\"{field.Name}\"] = {name}[\"{field.Name}\"]{field.Kind.PandasStep}\n"));
        return $"{(steps.Contains("json.") ? "import json\n" : "")}import pandas as pd\n\n"
            + $"{name} = pd.read_csv(\n    \"{address}\",\n    dtype={{\n{string.Concat(types)}    }},\n"
            + $"    keep_default_na=False,\n    na_values=[\"\"],\n{parseDates})\n{steps}";
    }

    private static string R(string name, IReadOnlyList<Field> fields, string address)
    {
        var types = fields.Select(field => $"    {field.Name} = \"{field.Kind.RType}\"");
        var steps = fields.Where(field => field.Kind.RStep is not null)
            .Select(field => $"{name}${field.Name} <- {string.Format(CultureInfo.InvariantCulture, field.Kind.RStep!, $"{name}${field.Name}")}\n");
        return $"{name} <- read.csv(\n  \"{address}\",\n  na.strings = \"\", encoding = \"UTF-8\",\n"
            + $"  colClasses = c(\n{string.Join(",\n", types)}\n  )\n)\n{string.Concat(steps)}";
    }
}
