namespace Api.Guards;

/// <summary>The processor time that a request is expected to take, from what is known before it runs. Each class has places of its own.</summary>
public enum PriceClass
{
    /// <summary>A record, a page that indexes lead to, a small table.</summary>
    Light,

    /// <summary>Some tenths of a second.</summary>
    Medium,

    /// <summary>More than that: a large table, groups or a panel of many records, the bundle.</summary>
    Heavy,
}
