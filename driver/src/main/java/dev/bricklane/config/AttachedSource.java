package dev.bricklane.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A database or folder whose tables are shown as those of a catalog. Immutable; {@code toString}
 * shows no secret.
 *
 * @param name the catalog's name, as it was typed
 * @param url the JDBC URL of its driver, or {@code file:} and a folder; it may hold a password, so
 *     show {@link #shownUrl} alone
 * @param user whom to sign in as
 * @param password likewise
 * @param driver the class of the JDBC driver; empty to find it by the URL
 * @param drivers the folder with jars of drivers
 * @param schema the only schema to show
 * @param fetchSize rows fetched at a time, at least 1
 * @param connectTimeout the longest wait for a connection
 * @param properties of the driver; all may be secret
 * @param settings what was given, for people
 */
public record AttachedSource(
    String name,
    String url,
    Optional<String> user,
    Optional<Secret> password,
    Optional<String> driver,
    Optional<Path> drivers,
    Optional<String> schema,
    int fetchSize,
    Duration connectTimeout,
    Map<String, Secret> properties,
    List<NamedSetting> settings) {
  /** Rows fetched at a time unless something else is said. */
  public static final int FETCH_SIZE = 1000;

  /** How a folder's URL begins. */
  public static final String FILE = "file:";

  /** Shorter values of a driver's properties are words such as true. */
  private static final int SHORTEST_SECRET = 6;

  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

  public AttachedSource {
    properties = Map.copyOf(properties);
    settings = List.copyOf(settings);
  }

  /** Describes a source of which nothing but name and URL is said. */
  public static AttachedSource of(String name, String url) {
    return new AttachedSource(
        name,
        url,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        FETCH_SIZE,
        CONNECT_TIMEOUT,
        Map.of(),
        List.of());
  }

  /** Returns whether it is a folder, not a database. */
  public boolean folder() {
    return url.regionMatches(true, 0, FILE, 0, FILE.length());
  }

  /** Returns the URL without what may be secret in it. */
  public String shownUrl() {
    return SourceUrl.masked(url);
  }

  /** Returns a text of its driver's without the secrets that are known of this source. */
  public String masking(String text) {
    List<String> secrets = new ArrayList<>(SourceUrl.secrets(url));
    password.map(Secret::reveal).ifPresent(secrets::add);
    properties.values().stream()
        .map(Secret::reveal)
        .filter(value -> value.length() >= SHORTEST_SECRET)
        .forEach(secrets::add);
    String shown = text.replace(url, shownUrl());
    for (String secret : secrets) {
      if (!secret.isEmpty()) {
        shown = shown.replace(secret, Secret.MASK);
      }
    }
    return shown;
  }

  @Override
  public String toString() {
    return "AttachedSource[" + name + ", " + shownUrl() + "]";
  }

  /**
   * A property as it was given.
   *
   * @param name such as {@code attach.crm.user}
   * @param value masked if it may be secret
   * @param source such as {@code Properties}
   * @param description what it means
   */
  public record NamedSetting(String name, String value, String source, String description) {}
}
