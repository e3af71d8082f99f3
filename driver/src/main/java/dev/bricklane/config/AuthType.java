package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.BROWSER;
import static dev.bricklane.config.ConnectionProperty.BROWSER_TIMEOUT;
import static dev.bricklane.config.ConnectionProperty.CLIENT_ID;
import static dev.bricklane.config.ConnectionProperty.CLIENT_SECRET;
import static dev.bricklane.config.ConnectionProperty.CLI_PATH;
import static dev.bricklane.config.ConnectionProperty.CONNECT_API_KEY;
import static dev.bricklane.config.ConnectionProperty.CONNECT_CONTENT_SESSION;
import static dev.bricklane.config.ConnectionProperty.CONNECT_SERVER;
import static dev.bricklane.config.ConnectionProperty.CONNECT_USER_SESSION;
import static dev.bricklane.config.ConnectionProperty.OIDC_TOKEN_ENV;
import static dev.bricklane.config.ConnectionProperty.OIDC_TOKEN_FILE;
import static dev.bricklane.config.ConnectionProperty.REDIRECT_PORT;
import static dev.bricklane.config.ConnectionProperty.SCOPES;
import static dev.bricklane.config.ConnectionProperty.TOKEN;
import static dev.bricklane.config.ConnectionProperty.TOKEN_AUDIENCE;
import static dev.bricklane.config.ConnectionProperty.TOKEN_FILE;
import static dev.bricklane.config.ConnectionProperty.TOKEN_SUPPLIER;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The ways to sign in, as {@code authType} names them: Databricks' own names where there are some.
 */
enum AuthType {
  PAT("pat", "A token is given."),
  OAUTH_M2M("oauth-m2m", "A client secret is given, or a client id and nothing to exchange."),
  OAUTH_U2M("oauth-u2m", "Never: a browser opens only for those who ask for it."),
  DATABRICKS_CLI("databricks-cli", "Never; `databricks auth login` writes it into its profiles."),
  ENV_OIDC("env-oidc", "The variable is named, or `DATABRICKS_OIDC_TOKEN` is set."),
  FILE_OIDC("file-oidc", "The file is named."),
  GITHUB_OIDC(
      "github-oidc",
      "In GitHub Actions, where a job may write id tokens, with a client id alone or with nothing"
          + " else."),
  POSIT_WORKBENCH(
      "posit-workbench",
      "The profile `workbench` is read, from a file with `posit-workbench` in its path."),
  POSIT_CONNECT_VIEWER("posit-connect-viewer", "The session of a viewer is given."),
  POSIT_CONNECT(
      "posit-connect",
      "The session of the content is a property, or `RSTUDIO_PRODUCT` is `CONNECT` and nothing else"
          + " is found."),
  TOKEN_SUPPLIER_CLASS("token-supplier", "The class is named."),
  DATABRICKS_SDK("databricks-sdk:<type>", "Never.");

  /** What stands before the name of a way that the official SDK knows. */
  static final String SDK = "databricks-sdk:";

  /** Names that Databricks' tools write into profiles, and that their SDK alone serves. */
  private static final Set<String> OF_THE_SDK =
      Set.of(
          "azure-cli",
          "azure-client-secret",
          "azure-devops-oidc",
          "azure-msi",
          "github-oidc-azure",
          "google-credentials",
          "google-id",
          "notebook-native");

  private static final Pattern SDK_TYPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  private static final String BROWSER_OF_THE_SDK = "external-browser";

  private final String text;
  private final String chosen;

  AuthType(String text, String chosen) {
    this.text = text;
    this.chosen = chosen;
  }

  /** Returns its name as a value of {@code authType}. */
  String text() {
    return text;
  }

  /** Returns when it is chosen although {@code authType} says nothing. */
  String chosen() {
    return chosen;
  }

  /** Returns the properties that it reads; the first one tells that it is meant. */
  List<ConnectionProperty> properties() {
    return switch (this) {
      case PAT -> List.of(TOKEN);
      case OAUTH_M2M -> List.of(CLIENT_ID, CLIENT_SECRET, SCOPES);
      case OAUTH_U2M ->
          List.of(CLIENT_ID, SCOPES, TOKEN_FILE, REDIRECT_PORT, BROWSER, BROWSER_TIMEOUT);
      case DATABRICKS_CLI -> List.of(CLI_PATH);
      case ENV_OIDC -> List.of(OIDC_TOKEN_ENV, CLIENT_ID, SCOPES);
      case FILE_OIDC -> List.of(OIDC_TOKEN_FILE, CLIENT_ID, SCOPES);
      case GITHUB_OIDC -> List.of(CLIENT_ID, TOKEN_AUDIENCE, SCOPES);
      case POSIT_WORKBENCH, DATABRICKS_SDK -> List.of();
      case POSIT_CONNECT_VIEWER -> List.of(CONNECT_USER_SESSION, CONNECT_SERVER, CONNECT_API_KEY);
      case POSIT_CONNECT -> List.of(CONNECT_CONTENT_SESSION, CONNECT_SERVER, CONNECT_API_KEY);
      case TOKEN_SUPPLIER_CLASS -> List.of(TOKEN_SUPPLIER);
    };
  }

  /** Says what to do where there is nothing for it. */
  String needs() {
    return switch (this) {
      case PAT -> "set token";
      case OAUTH_M2M -> "set clientId and clientSecret";
      case ENV_OIDC -> "set oidcTokenEnv, or the variable DATABRICKS_OIDC_TOKEN";
      case FILE_OIDC -> "set oidcTokenFile";
      case POSIT_WORKBENCH ->
          "sign in to Databricks in Posit Workbench, which then sets DATABRICKS_CONFIG_FILE";
      case POSIT_CONNECT_VIEWER -> "set connectUserSession";
      case POSIT_CONNECT -> "set connectContentSession, or run the program on Posit Connect";
      case TOKEN_SUPPLIER_CLASS -> "set tokenSupplier";
      case OAUTH_U2M, DATABRICKS_CLI, GITHUB_OIDC, DATABRICKS_SDK -> "set host";
    };
  }

  /** Returns the environment variables that it reads, and that no property stands for. */
  List<String> otherVariables() {
    return switch (this) {
      case ENV_OIDC -> List.of(EnvironmentVariables.OIDC_TOKEN);
      case GITHUB_OIDC ->
          List.of(EnvironmentVariables.GITHUB_URL, EnvironmentVariables.GITHUB_TOKEN);
      case POSIT_WORKBENCH -> List.of("DATABRICKS_CONFIG_FILE");
      case POSIT_CONNECT -> List.of("RSTUDIO_PRODUCT", "POSIT_PRODUCT");
      default -> List.of();
    };
  }

  /** Returns whether {@code authType} alone is enough, wherever it stands. */
  boolean needsNothing() {
    return this == OAUTH_U2M || this == DATABRICKS_CLI || this == DATABRICKS_SDK;
  }

  /** Returns the names of all ways, but the SDK's. */
  static List<String> names() {
    return Arrays.stream(values())
        .filter(way -> way != DATABRICKS_SDK)
        .map(AuthType::text)
        .toList();
  }

  /** Returns the way that a value of {@code authType} means, if it means one. */
  static Optional<AuthType> of(String given) {
    try {
      String name = check(given);
      return Arrays.stream(values())
          .filter(way -> way == DATABRICKS_SDK ? name.startsWith(SDK) : way.text.equals(name))
          .findFirst();
    } catch (InvalidValueException unknown) {
      return Optional.empty();
    }
  }

  /** Returns the one spelling of a value of {@code authType}. */
  static String check(String given) throws InvalidValueException {
    String name = Ascii.lowerCase(given);
    if (name.equals(BROWSER_OF_THE_SDK)) {
      return OAUTH_U2M.text;
    }
    if (OF_THE_SDK.contains(name)) {
      return SDK + name;
    }
    if (name.startsWith(SDK)) {
      refuseOwn(name.substring(SDK.length()));
    }
    boolean sdk = name.startsWith(SDK) && SDK_TYPE.matcher(name.substring(SDK.length())).matches();
    if (sdk || names().contains(name)) {
      return name;
    }
    throw new InvalidValueException(
        "must be "
            + names().stream().collect(Collectors.joining(", "))
            + ", or "
            + SDK
            + " and a type of the Databricks SDK's, such as azure-cli");
  }

  /**
   * The SDK would send the environment's secrets to whatever host the URL names, ask the network
   * first for a personal access token, and reach the CLI through a shell.
   */
  private static void refuseOwn(String type) throws InvalidValueException {
    String own = type.equals(BROWSER_OF_THE_SDK) ? OAUTH_U2M.text : type;
    if (names().contains(own)) {
      throw new InvalidValueException("must be authType=" + own + ", which needs no SDK");
    }
  }
}
