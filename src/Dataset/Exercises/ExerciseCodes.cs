namespace Dataset;

/// <summary>Kind of military exercise.</summary>
public enum ExerciseKind
{
    /// <summary>Ships at sea.</summary>
    NavalExercise,

    /// <summary>A large exercise of several branches on a strategic scale.</summary>
    StrategicExercise,

    /// <summary>A joint patrol of aircraft.</summary>
    AirPatrol,

    /// <summary>Any other joint exercise, or one whose kind the text does not say.</summary>
    JointExercise,
}

/// <summary>Whether an exercise took place.</summary>
public enum ExerciseStatus
{
    /// <summary>It took place.</summary>
    Occurred,

    /// <summary>It was under way when the document was written.</summary>
    Ongoing,

    /// <summary>It was planned when the document was written.</summary>
    Planned,

    /// <summary>It is reported without confirmation.</summary>
    Unconfirmed,
}
