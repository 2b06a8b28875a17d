using System.Data;
using Dapper;
using Npgsql;

namespace Api.Listing.Sql;

/// <summary>The values of a statement, numbered in the order of their addition, so that Npgsql need not search the statement for names.</summary>
internal sealed class SqlValues : SqlMapper.IDynamicParameters
{
    private readonly List<(object? Value, DbType? Type)> _all = [];

    public IEnumerable<object?> All => _all.Select(parameter => parameter.Value);

    /// <summary>Adds a value, whose type is given where it may be null, and returns its parameter, such as $1.</summary>
    public string Add(object? value, DbType? type = null)
    {
        _all.Add((value, type));
        return $"${_all.Count}";
    }

    void SqlMapper.IDynamicParameters.AddParameters(IDbCommand command, SqlMapper.Identity identity)
    {
        foreach (var (value, type) in _all)
        {
            command.Parameters.Add((value, type) switch
            {
                (string text, null) => new NpgsqlParameter<string> { TypedValue = text },
                (int number, null) => new NpgsqlParameter<int> { TypedValue = number },
                (_, { } known) => new NpgsqlParameter { DbType = known, Value = value ?? DBNull.Value },
                _ => new NpgsqlParameter { Value = value ?? DBNull.Value },
            });
        }
    }
}
