package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.CLIENT_ID;
import static dev.bricklane.config.ConnectionProperty.OIDC_TOKEN_ENV;
import static dev.bricklane.config.ConnectionProperty.OIDC_TOKEN_FILE;
import static dev.bricklane.config.ConnectionProperty.TOKEN_AUDIENCE;

import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.DriverConfig.SignIn.Subject;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Reads where a token comes from that the workspace exchanges for its own. */
final class FederationReader {
  private final Values values;
  private final Problems problems;
  private final Environment environment;
  private final String scopes;

  FederationReader(Values values, Problems problems, Environment environment, String scopes) {
    this.values = values;
    this.problems = problems;
    this.environment = environment;
    this.scopes = scopes;
  }

  Optional<SignIn> fromVariable(CredentialSource source) {
    Optional<Given> where = source.first(OIDC_TOKEN_ENV);
    where.ifPresent(given -> values.offer(OIDC_TOKEN_ENV, given));
    if (where.isEmpty()) {
      problems.add(
          OIDC_TOKEN_ENV.key(),
          "is missing for env-oidc: set it to the name of the variable with the token, or set the"
              + " variable DATABRICKS_OIDC_TOKEN");
      return Optional.empty();
    }
    // Checked before it is remembered: somebody may have written the token itself.
    return values
        .checked(
            OIDC_TOKEN_ENV,
            (property, name) -> {
              if (EnvironmentVariables.variable(environment.variables(), name).isEmpty()) {
                throw new InvalidValueException("names a variable that is not set");
              }
              return name;
            })
        .map(name -> federated(new Subject.Variable(name)));
  }

  Optional<SignIn> fromFile(CredentialSource source) {
    Optional<Given> where = source.first(OIDC_TOKEN_FILE);
    where.ifPresent(given -> values.offer(OIDC_TOKEN_FILE, given));
    if (where.isEmpty()) {
      problems.add(
          OIDC_TOKEN_FILE.key(),
          "is missing for file-oidc: set it, or the variable DATABRICKS_OIDC_TOKEN_FILEPATH");
      return Optional.empty();
    }
    return values
        .checked(
            OIDC_TOKEN_FILE,
            (property, text) ->
                TypedPath.parse(Values.allowedText(property, text), environment.home()).toString())
        .map(path -> federated(new Subject.TokenFile(Path.of(path))));
  }

  Optional<SignIn> fromGitHub() {
    Optional<URI> url = gitHub(EnvironmentVariables.GITHUB_URL).flatMap(this::url);
    Optional<String> token = gitHub(EnvironmentVariables.GITHUB_TOKEN);
    return url.flatMap(u -> token.map(t -> federated(new Subject.GitHub(u, new Secret(t)))));
  }

  private Optional<String> gitHub(String variable) {
    Optional<Given> given = EnvironmentVariables.variable(environment.variables(), variable);
    if (given.isEmpty()) {
      problems.add(
          variable,
          "is not set, so this is no job of GitHub Actions that may sign in; give the job the"
              + " permission id-token: write");
    }
    return given.map(Given::text);
  }

  private Optional<URI> url(String text) {
    try {
      return Optional.of(SecureUrl.parse(text));
    } catch (InvalidValueException wrong) {
      problems.add(EnvironmentVariables.GITHUB_URL, wrong.reason());
      return Optional.empty();
    }
  }

  private SignIn federated(Subject subject) {
    return new SignIn.Federated(
        subject, values.text(CLIENT_ID), values.text(TOKEN_AUDIENCE), scopes);
  }
}
