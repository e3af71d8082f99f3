package dev.bricklane.config;

import java.util.Arrays;
import java.util.Optional;

/**
 * One row per property of an attached source: {@code attach.<name>} and what may follow it after a
 * point. Names are matched without case; {@code <name>} becomes a catalog.
 */
public enum AttachProperty {
  /** Where the source is. */
  URL(
      "",
      false,
      "Where the source is: the JDBC URL of a database, whose tables become those of a catalog of"
          + " this name; or file: and a folder."),
  /** The user. */
  USER("user", false, "The user name to sign in to the source with."),
  /** The password. */
  PASSWORD("password", true, "The password to sign in to the source with."),
  /** The driver's class. */
  DRIVER(
      "driver",
      false,
      "The class name of the source's JDBC driver, where it is not found by the URL alone. Never"
          + " taken from a URL."),
  /** The one schema that is shown. */
  SCHEMA(
      "schema",
      false,
      "The only schema of the source to show, as the source writes it; all but its own system"
          + " schemas unless set."),
  /** Rows fetched at a time. */
  FETCH_SIZE(
      "fetchSize", false, "How many rows are fetched at a time, 1 to 1000000; 1000 unless set."),
  /** The longest wait for a connection. */
  CONNECT_TIMEOUT(
      "connectTimeout",
      false,
      "The longest wait for a connection to the source, and for the list of its tables, 100 ms to 1"
          + " h; 15s unless set."),
  /** A property of the source's driver. */
  PROPERTY(
      "property.<key>",
      true,
      "A property of the source's driver, such as attach.crm.property.ssl; its value is treated as"
          + " a secret.");

  /** How the names of all begin. */
  static final String PREFIX = "attach.";

  private final String suffix;
  private final boolean secret;
  private final String description;

  AttachProperty(String suffix, boolean secret, String description) {
    this.suffix = suffix;
    this.secret = secret;
    this.description = description;
  }

  /** Returns whether its value is never to be shown. */
  public boolean secret() {
    return secret;
  }

  /** Returns what it means, in a sentence or two. */
  public String description() {
    return description;
  }

  /** Returns the property's name for a source of that name. */
  public String key(String source) {
    return PREFIX + source + (suffix.isEmpty() ? "" : "." + suffix);
  }

  /** Returns whether it is one of these properties' names, be it right or wrong otherwise. */
  static boolean accepts(String name) {
    return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
  }

  /** Returns the property that stands after the source's name and a point. */
  static Optional<AttachProperty> find(String after) {
    if (after.regionMatches(true, 0, "property.", 0, "property.".length())) {
      return Optional.of(PROPERTY);
    }
    return Arrays.stream(values())
        .filter(each -> each != PROPERTY && each.suffix.equalsIgnoreCase(after))
        .findFirst();
  }
}
