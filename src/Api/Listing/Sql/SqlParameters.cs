using System.Data;
using Dapper;
using Npgsql;

namespace Api.Listing.Sql;

/// <summary>Named values of a statement. They go to Npgsql as they are: Dapper's own would search the statement for more each time.</summary>
internal sealed class SqlParameters : SqlMapper.IDynamicParameters
{
    private readonly List<(string Name, object? Value, DbType? Type)> _all = [];

    /// <summary>The names and values.</summary>
    public IEnumerable<(string Name, object? Value)> All => _all.Select(parameter => (parameter.Name, parameter.Value));

    /// <summary>Adds a value.</summary>
    /// <param name="name">Its name, without the @ that it has in the statement; empty where it is known by its place.</param>
    /// <param name="value">The value; an array is passed as one.</param>
    /// <param name="type">Its type, which null does not tell by itself.</param>
    public void Add(string name, object? value, DbType? type = null) => _all.Add((name, value, type));

    /// <summary>The values of these names, which have their places from then on.</summary>
    public SqlParameters InPlaces(IEnumerable<string> names)
    {
        var placed = new SqlParameters();
        foreach (var name in names)
        {
            var (_, value, type) = _all.Find(parameter => parameter.Name == name);
            placed.Add("", value, type);
        }

        return placed;
    }

    void SqlMapper.IDynamicParameters.AddParameters(IDbCommand command, SqlMapper.Identity identity)
    {
        foreach (var (name, value, type) in _all)
        {
            command.Parameters.Add((value, type) switch
            {
                // Of these Npgsql need not find out what they are.
                (string text, null) => new NpgsqlParameter<string>(name, text),
                (int number, null) => new NpgsqlParameter<int>(name, number),
                (_, { } known) => new NpgsqlParameter(name, known) { Value = value ?? DBNull.Value },
                _ => new NpgsqlParameter(name, value ?? DBNull.Value),
            });
        }
    }
}
