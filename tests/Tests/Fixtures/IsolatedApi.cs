namespace Tests.Fixtures;

/// <summary>The API over the project's own seeds for one class only. Its tests observe the service or its database.</summary>
public sealed class IsolatedApi(PrivatePostgres postgres) : SeededApi(postgres, () => LoadedApi.Seeds);
