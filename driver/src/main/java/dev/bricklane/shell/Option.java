package dev.bricklane.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One row per option of the command line; {@link Help} describes them. */
enum Option {
  URL("-u", "--url", "URL"),
  EXECUTE("-e", "--execute", "SQL"),
  FILE("-f", "--file", "FILE"),
  PROPERTY("-p", "--property", "NAME=VALUE"),
  FORMAT("", "--format", "table|csv|json|vertical|text"),
  NO_HEADER("", "--no-header", ""),
  PROGRESS("", "--progress", "auto|never"),
  HELP("-h", "--help", ""),
  VERSION("-V", "--version", "");

  private final String shortName;
  private final String longName;
  private final String value;

  Option(String shortName, String longName, String value) {
    this.shortName = shortName;
    this.longName = longName;
    this.value = value;
  }

  /** Returns the name with two dashes. */
  String longName() {
    return longName;
  }

  /** Returns what its value is called, or an empty text if it takes none. */
  String value() {
    return value;
  }

  boolean takesValue() {
    return !value.isEmpty();
  }

  /** Finds the option that goes by a name, its dashes included. */
  static Optional<Option> named(String name) {
    for (Option option : values()) {
      if (!name.isEmpty() && (name.equals(option.shortName) || name.equals(option.longName))) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  static List<String> longNames() {
    List<String> names = new ArrayList<>();
    for (Option option : values()) {
      names.add(option.longName);
    }
    return names;
  }
}
