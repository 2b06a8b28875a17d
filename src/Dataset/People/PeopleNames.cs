namespace Dataset;

/// <summary>Finds people by their names in a text.</summary>
internal sealed class PeopleNames
{
    private readonly ILookup<string, (string Name, string Id)> _byFirstWord;

    /// <param name="people">The people. A name that several of them share names nobody.</param>
    public PeopleNames(IEnumerable<Person> people)
    {
        var names = people.SelectMany(person => person.Aliases.Prepend(person.Name).Select(name => (Name: name, person.Id)));
        _byFirstWord = names.GroupBy(pair => pair.Name).Where(same => same.Count() == 1).Select(same => same.Single())
            .OrderByDescending(pair => pair.Name.Length).ToLookup(pair => pair.Name[..WordEnd(pair.Name, 0)]);
    }

    /// <summary>Ids of the people whom the text names, in the order of the text.</summary>
    public IEnumerable<string> In(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = WordEnd(text, at);
            if (end > at && IdAt(text, at, end) is { } found)
            {
                yield return found.Id;
                at += found.Name.Length;
            }
            else
            {
                at = Math.Max(end, at + 1);
            }
        }
    }

    private (string Name, string Id)? IdAt(string text, int at, int end)
    {
        foreach (var pair in _byFirstWord[text[at..end]])
        {
            var after = at + pair.Name.Length;
            if (string.CompareOrdinal(text, at, pair.Name, 0, pair.Name.Length) == 0 && (after == text.Length || !IsInWord(text[after])))
                return pair;
        }

        return null;
    }

    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && IsInWord(text[at]))
            at++;
        return at;
    }

    private static bool IsInWord(char c) => char.IsLetterOrDigit(c) || c == '-';
}
