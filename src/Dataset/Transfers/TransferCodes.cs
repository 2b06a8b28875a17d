namespace Dataset;

/// <summary>Kind of goods that are transferred.</summary>
public enum TransferCategory
{
    /// <summary>Weapons and complete military equipment.</summary>
    Arms,

    /// <summary>Ammunition, powder and explosives.</summary>
    Munitions,

    /// <summary>Parts and components of arms and military equipment.</summary>
    Parts,

    /// <summary>Goods for civil and military use: chips, optics, commercial drones, machine tools.</summary>
    DualUseGoods,

    /// <summary>Technology: know-how, designs and systems of which the recipient seeks the technology.</summary>
    Technology,
}

/// <summary>Stage that a transfer has reached.</summary>
public enum TransferStatus
{
    /// <summary>It was supplied.</summary>
    Delivered,

    /// <summary>It was being supplied when the document was written.</summary>
    Ongoing,

    /// <summary>It was agreed or announced.</summary>
    Planned,

    /// <summary>The recipient wants it.</summary>
    Sought,

    /// <summary>The supplier is said to consider it.</summary>
    Considered,

    /// <summary>The supplier does not supply it.</summary>
    Withheld,
}
