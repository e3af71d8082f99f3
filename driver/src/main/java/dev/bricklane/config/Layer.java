package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.CLIENT_ID;
import static dev.bricklane.config.ConnectionProperty.CLIENT_SECRET;
import static dev.bricklane.config.ConnectionProperty.CONNECT_CONTENT_SESSION;
import static dev.bricklane.config.ConnectionProperty.CONNECT_USER_SESSION;
import static dev.bricklane.config.ConnectionProperty.OIDC_TOKEN_ENV;
import static dev.bricklane.config.ConnectionProperty.OIDC_TOKEN_FILE;
import static dev.bricklane.config.ConnectionProperty.TOKEN;
import static dev.bricklane.config.ConnectionProperty.TOKEN_SUPPLIER;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values that one place gives: what the user typed (URL and Properties together), the
 * environment, or a profile.
 *
 * @param name such as {@code profile dev}
 * @param values what it gives
 * @param boundHost the host that its credentials are for; null if they are for any
 * @param demanded whether the user named this place, so that it must not be passed over in silence
 * @param kind which of the three it is
 * @param detected a way to sign in that the place offers without anybody having set it up for us
 * @param workbenchFile the file, if it is the profile that Posit Workbench keeps up to date
 */
record Layer(
    String name,
    Map<ConnectionProperty, Given> values,
    @Nullable String boundHost,
    boolean demanded,
    Kind kind,
    Optional<AuthType> detected,
    Optional<Path> workbenchFile) {

  /** The places. */
  enum Kind {
    TYPED,
    ENVIRONMENT,
    PROFILE
  }

  Layer {
    values = Map.copyOf(values);
  }

  /** What the user typed. */
  static Layer typed(Map<ConnectionProperty, Given> values) {
    return new Layer(
        "URL and Properties", values, null, true, Kind.TYPED, Optional.empty(), Optional.empty());
  }

  Optional<Given> get(ConnectionProperty property) {
    return Optional.ofNullable(values.get(property));
  }

  boolean has(ConnectionProperty property) {
    return values.containsKey(property);
  }

  boolean isTyped() {
    return kind == Kind.TYPED;
  }

  /** Returns the profile's name, if it is one. */
  Optional<String> profile() {
    return kind == Kind.PROFILE
        ? Optional.of(name.substring(ProfileReader.LAYER.length()))
        : Optional.empty();
  }

  /** Returns whether its credentials may be sent to a host: it names that one, or none. */
  boolean isFor(URI target) {
    if (boundHost == null) {
      return true;
    }
    try {
      return HostAddress.parse(boundHost).isSameServer(target);
    } catch (InvalidValueException unreadable) {
      return false;
    }
  }

  boolean hasCredentials() {
    return !ways().isEmpty();
  }

  /** Returns the ways to sign in that somebody has set up here, be it by half. */
  List<AuthType> ways() {
    if (workbenchFile.isPresent()) {
      return List.of(AuthType.POSIT_WORKBENCH);
    }
    List<AuthType> ways = new ArrayList<>();
    add(ways, has(TOKEN), AuthType.PAT);
    boolean exchanges =
        has(OIDC_TOKEN_ENV)
            || has(OIDC_TOKEN_FILE)
            || detected.filter(AuthType.GITHUB_OIDC::equals).isPresent();
    add(ways, has(CLIENT_SECRET) || (has(CLIENT_ID) && !exchanges), AuthType.OAUTH_M2M);
    add(ways, has(OIDC_TOKEN_ENV), AuthType.ENV_OIDC);
    add(ways, has(OIDC_TOKEN_FILE), AuthType.FILE_OIDC);
    add(ways, ways.isEmpty() && has(CLIENT_ID), AuthType.GITHUB_OIDC);
    add(ways, has(CONNECT_USER_SESSION), AuthType.POSIT_CONNECT_VIEWER);
    // Posit Connect gives it to every program that it runs, so elsewhere it says nothing.
    add(ways, isTyped() && has(CONNECT_CONTENT_SESSION), AuthType.POSIT_CONNECT);
    add(ways, has(TOKEN_SUPPLIER), AuthType.TOKEN_SUPPLIER_CLASS);
    return ways;
  }

  /** Returns whether there is something here for a way to sign in that was asked for. */
  boolean offers(AuthType way) {
    return switch (way) {
      case PAT -> has(TOKEN);
      case OAUTH_M2M -> has(CLIENT_ID) || has(CLIENT_SECRET);
      case ENV_OIDC -> has(OIDC_TOKEN_ENV) || has(CLIENT_ID);
      case FILE_OIDC -> has(OIDC_TOKEN_FILE);
      case GITHUB_OIDC -> has(CLIENT_ID);
      case POSIT_WORKBENCH -> workbenchFile.isPresent();
      case POSIT_CONNECT_VIEWER -> has(CONNECT_USER_SESSION);
      case POSIT_CONNECT -> has(CONNECT_CONTENT_SESSION);
      case TOKEN_SUPPLIER_CLASS -> has(TOKEN_SUPPLIER);
      case OAUTH_U2M, DATABRICKS_CLI, DATABRICKS_SDK -> has(ConnectionProperty.AUTH_TYPE);
    };
  }

  private static void add(List<AuthType> ways, boolean isThere, AuthType way) {
    if (isThere) {
      ways.add(way);
    }
  }
}
