package dev.bricklane.config;

import java.util.Optional;

/**
 * A header as databricks-jdbc is given it: {@code http.header.X-Trace=1}. Immutable; {@code
 * toString} shows no value.
 *
 * @param name of the header
 * @param value as given, unchecked
 * @param source where it was given
 */
record ForeignHeader(String name, String value, String source) {
  private static final String PREFIX = "http.header.";

  /** Returns the header's name, if a property's name means a header. */
  static Optional<String> nameIn(String property) {
    return Ascii.lowerCase(property).startsWith(PREFIX)
        ? Optional.of(property.substring(PREFIX.length())).filter(CallFields::isHeaderName)
        : Optional.empty();
  }

  /** Names the property, for a message. */
  String where() {
    return PREFIX + name + " (" + source + ")";
  }

  /** Says where our property for it has its value from. */
  String givenAs() {
    return source + ", as " + PREFIX + "…";
  }

  @Override
  public String toString() {
    return where();
  }
}
