package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.AUTH_TYPE;
import static dev.bricklane.config.ConnectionProperty.BROWSER;
import static dev.bricklane.config.ConnectionProperty.BROWSER_TIMEOUT;
import static dev.bricklane.config.ConnectionProperty.CLIENT_ID;
import static dev.bricklane.config.ConnectionProperty.CLIENT_SECRET;
import static dev.bricklane.config.ConnectionProperty.CLI_PATH;
import static dev.bricklane.config.ConnectionProperty.REDIRECT_PORT;
import static dev.bricklane.config.ConnectionProperty.SCOPES;
import static dev.bricklane.config.ConnectionProperty.TOKEN;
import static dev.bricklane.config.ConnectionProperty.TOKEN_FILE;
import static dev.bricklane.config.ConnectionProperty.TOKEN_SUPPLIER;

import dev.bricklane.config.DriverConfig.SignIn;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Decides how to sign in with the credentials that were chosen, and finds what they lack. */
final class SignInReader {
  /** The public client that every workspace knows. */
  private static final String PUBLIC_CLIENT = "databricks-cli";

  private static final String DATABRICKS_CLI = "databricks";

  private final Values values;
  private final Problems problems;
  private final Environment environment;

  SignInReader(Values values, Problems problems, Environment environment) {
    this.values = values;
    this.problems = problems;
    this.environment = environment;
  }

  /** Returns the way to sign in, or empty if something is missing or wrong, which is then noted. */
  Optional<SignIn> read(CredentialSource source) {
    source.authType().ifPresent(given -> values.offer(AUTH_TYPE, given));
    for (AuthType way : AuthType.values()) {
      for (ConnectionProperty property : way.properties()) {
        source.layer().get(property).ifPresent(given -> values.offer(property, given));
      }
    }
    Optional<String> asked = authType(values);
    if (asked.isPresent()) {
      return AuthType.of(asked.get()).flatMap(way -> read(way, asked.get(), source));
    }
    if (source.authType().isPresent()) {
      return Optional.empty();
    }
    List<AuthType> ways = source.layer().ways();
    if (ways.size() > 1) {
      twoWays(ways, source.layer());
      return Optional.empty();
    }
    AuthType way = source.detected().orElseGet(() -> ways.get(0));
    return read(way, way.text(), source);
  }

  /** Returns the checked value of {@code authType}, if there is one. */
  static Optional<String> authType(Values values) {
    return values.checked(AUTH_TYPE, (property, text) -> AuthType.check(text));
  }

  private void twoWays(List<AuthType> ways, Layer layer) {
    problems.add(
        AUTH_TYPE.key(),
        "there are two ways to sign in, "
            + sign(ways.get(0), layer)
            + " and "
            + sign(ways.get(1), layer)
            + "; leave one out, or set authType="
            + ways.get(0).text()
            + " or authType="
            + ways.get(1).text());
  }

  private Optional<SignIn> read(AuthType way, String asked, CredentialSource source) {
    return switch (way) {
      case PAT -> required(source, TOKEN, way).map(token -> new SignIn.Pat(new Secret(token)));
      case OAUTH_M2M -> m2m(source);
      case OAUTH_U2M -> u2m();
      case DATABRICKS_CLI ->
          Optional.of(
              new SignIn.Cli(values.text(CLI_PATH).orElse(DATABRICKS_CLI), source.profile()));
      case ENV_OIDC -> federation().fromVariable(source);
      case FILE_OIDC -> federation().fromFile(source);
      case GITHUB_OIDC -> federation().fromGitHub();
      case POSIT_WORKBENCH -> workbench(source);
      case POSIT_CONNECT, POSIT_CONNECT_VIEWER ->
          new ConnectReader(values, problems).read(way, source);
      case TOKEN_SUPPLIER_CLASS -> required(source, TOKEN_SUPPLIER, way).map(SignIn.Supplied::new);
      case DATABRICKS_SDK ->
          Optional.of(new SignIn.Sdk(asked.substring(AuthType.SDK.length()), source.profile()));
    };
  }

  private Optional<SignIn> m2m(CredentialSource source) {
    Optional<String> id = required(source, CLIENT_ID, AuthType.OAUTH_M2M);
    Optional<String> secret = required(source, CLIENT_SECRET, AuthType.OAUTH_M2M);
    return id.flatMap(i -> secret.map(s -> new SignIn.OAuthM2M(i, new Secret(s), scopes())));
  }

  private Optional<SignIn> u2m() {
    Optional<String> tokenFile =
        values.checked(
            TOKEN_FILE,
            (property, text) ->
                Ascii.lowerCase(text).equals("off")
                    ? "off"
                    : TypedPath.parse(Values.allowedText(property, text), environment.home())
                        .toString());
    Optional<Path> kept =
        tokenFile.isPresent()
            ? tokenFile.filter(text -> !text.equals("off")).map(Path::of)
            : environment.home().map(home -> home.resolve(".bricklane").resolve("tokens.json"));
    Optional<String> ports = values.checked(REDIRECT_PORT, (property, text) -> ports(text));
    return Optional.of(
        new SignIn.OAuthU2M(
            values.text(CLIENT_ID).orElse(PUBLIC_CLIENT),
            values.given(SCOPES).isPresent() ? scopes() : scopes() + " offline_access",
            kept,
            values.text(BROWSER),
            ports
                .map(text -> Arrays.stream(text.split(",")).map(Integer::valueOf).toList())
                .orElse(SignIn.OAuthU2M.USUAL_PORTS),
            values.duration(BROWSER_TIMEOUT)));
  }

  private static String ports(String text) throws InvalidValueException {
    String[] ports = text.replace(" ", "").split(",", -1);
    for (String port : ports) {
      boolean digits = port.length() <= 5 && port.chars().allMatch(c -> Ascii.isDigit((char) c));
      int number = digits && !port.isEmpty() ? Integer.parseInt(port) : 0;
      if (number < 1 || number > 65_535 || ports.length > 50) {
        throw new InvalidValueException(
            "must be a port from 1 to 65535, or some of them separated by commas");
      }
    }
    return String.join(",", ports);
  }

  private FederationReader federation() {
    return new FederationReader(values, problems, environment, scopes());
  }

  private Optional<SignIn> workbench(CredentialSource source) {
    Layer layer = source.layer();
    if (layer.has(TOKEN) && layer.has(ConnectionProperty.HOST)) {
      values.text(TOKEN);
      return layer.workbenchFile().map(SignIn.Workbench::new);
    }
    problems.add(
        AUTH_TYPE.key(),
        "posit-workbench needs host and token in the section ["
            + WorkbenchProfile.SECTION
            + "] of the file that DATABRICKS_CONFIG_FILE names; sign in to Databricks in Posit"
            + " Workbench");
    return Optional.empty();
  }

  private String scopes() {
    return values.text(SCOPES).orElse("").replaceAll(" +", " ");
  }

  private Optional<String> required(
      CredentialSource source, ConnectionProperty property, AuthType way) {
    if (source.layer().has(property)) {
      return values.text(property);
    }
    problems.add(
        property.key(),
        "is missing for "
            + way.text()
            + "; the other credentials come from the "
            + source.layer().name()
            + ", and are not mixed with those of other places");
    return Optional.empty();
  }

  /** Names the first property that tells of a way, and where it is from. */
  private static String sign(AuthType way, Layer layer) {
    return way.properties().stream()
        .filter(layer::has)
        .findFirst()
        .map(property ->
            property.key()
                + layer.get(property).map(given -> " (" + given.source() + ")").orElse(""))
        .orElse(way.text());
  }
}
