package dev.bricklane.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The environment's two layers: the names of Databricks' own tools, and below them LiteLLM's.
 *
 * <p>They are two layers, so that a key of the one is not sent to the host of the other. Where only
 * one of them names a host, that host stands for both.
 */
final class EnvironmentVariables {
  private static final String API_BASE = "DATABRICKS_API_BASE";
  private static final String API_KEY = "DATABRICKS_API_KEY";

  /** Where a token that is to be exchanged is expected. */
  static final String OIDC_TOKEN = "DATABRICKS_OIDC_TOKEN";

  /** Where GitHub Actions gives out id tokens. */
  static final String GITHUB_URL = "ACTIONS_ID_TOKEN_REQUEST_URL";

  /** What GitHub Actions wants to see for one. */
  static final String GITHUB_TOKEN = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

  private EnvironmentVariables() {}

  static List<Layer> read(Map<String, String> variables) {
    Map<ConnectionProperty, Given> own = new EnumMap<>(ConnectionProperty.class);
    Map<ConnectionProperty, Given> liteLlm = new EnumMap<>(ConnectionProperty.class);
    for (ConnectionProperty property : ConnectionProperty.values()) {
      for (String name : property.environmentNames()) {
        boolean foreign = name.equals(API_BASE) || name.equals(API_KEY);
        variable(variables, name)
            .ifPresent(given -> (foreign ? liteLlm : own).putIfAbsent(property, given));
      }
    }
    if (!own.containsKey(ConnectionProperty.OIDC_TOKEN_ENV)) {
      variable(variables, OIDC_TOKEN)
          .ifPresent(given ->
              own.put(ConnectionProperty.OIDC_TOKEN_ENV, new Given(OIDC_TOKEN, given.source())));
    }
    String ownHost = host(own);
    String liteLlmHost = host(liteLlm);
    return List.of(
        layer(own, ownHost == null ? liteLlmHost : ownHost, detected(variables)),
        layer(liteLlm, liteLlmHost == null ? ownHost : liteLlmHost, Optional.empty()));
  }

  private static Layer layer(
      Map<ConnectionProperty, Given> values, @Nullable String host, Optional<AuthType> detected) {
    return new Layer(
        "environment", values, host, false, Layer.Kind.ENVIRONMENT, detected, Optional.empty());
  }

  /** Returns the way to sign in that the place where the program runs offers by itself. */
  private static Optional<AuthType> detected(Map<String, String> variables) {
    boolean connect =
        variable(variables, "RSTUDIO_PRODUCT")
            .or(() -> variable(variables, "POSIT_PRODUCT"))
            .filter(product -> product.text().equalsIgnoreCase("CONNECT"))
            .isPresent();
    if (connect && variable(variables, "CONNECT_CONTENT_SESSION_TOKEN").isPresent()) {
      return Optional.of(AuthType.POSIT_CONNECT);
    }
    return variable(variables, GITHUB_URL).isPresent()
            && variable(variables, GITHUB_TOKEN).isPresent()
        ? Optional.of(AuthType.GITHUB_OIDC)
        : Optional.empty();
  }

  /** Returns a variable's value, unless it is blank. */
  static Optional<Given> variable(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(text -> new Given(text, "environment " + name));
  }

  private static @Nullable String host(Map<ConnectionProperty, Given> values) {
    Given host = values.get(ConnectionProperty.HOST);
    return host == null ? null : host.text();
  }
}
