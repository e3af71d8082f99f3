package dev.bricklane.jdbc;

import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the application says of itself on one connection. Thread-safe. */
final class ClientInfo {
  private static final String APPLICATION = "ApplicationName";

  /** The names that are kept; JDBC recommends them. */
  static final List<Known> KNOWN =
      List.of(
          new Known(APPLICATION, "The application that uses the connection, told to the workspace"),
          new Known("ClientHostname", "The computer that the application runs on"),
          new Known("ClientUser", "The person for whom the application uses the connection"));

  private final Properties values = new Properties();
  private final Warnings warnings;
  private final Consumer<String> application;

  /** A name that is kept. */
  record Known(String name, String description) {}

  /**
   * Makes an empty one.
   *
   * @param application gets the application's name whenever it changes; empty for none
   */
  ClientInfo(Warnings warnings, Consumer<String> application) {
    this.warnings = warnings;
    this.application = application;
  }

  /** Sets a value; null takes it away. An unknown name is ignored with a warning. */
  synchronized void set(String name, @Nullable String value) {
    if (KNOWN.stream().noneMatch(known -> known.name().equals(name))) {
      warnings.add(Warnings.OPTION_IGNORED, "There is no client info " + name + "; it is ignored");
      return;
    }
    if (value == null) {
      values.remove(name);
    } else {
      values.setProperty(name, value);
    }
    tell();
  }

  /** Sets all values, and takes away those not given. */
  synchronized void setAll(Properties given) {
    values.clear();
    given.stringPropertyNames().forEach(name -> set(name, given.getProperty(name)));
    tell();
  }

  private void tell() {
    application.accept(values.getProperty(APPLICATION, ""));
  }

  synchronized @Nullable String get(String name) {
    return values.getProperty(name);
  }

  synchronized Properties all() {
    return (Properties) values.clone();
  }
}
