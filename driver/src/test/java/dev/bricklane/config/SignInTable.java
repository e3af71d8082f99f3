package dev.bricklane.config;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the README's table of the ways to sign in from the enum. */
final class SignInTable {
  private SignInTable() {}

  /** Returns the table as Markdown, each line ending with a line feed. */
  static String markdown() {
    StringBuilder table =
        new StringBuilder(
            "| `authType` | Properties | Environment | Profile file | Chosen without `authType` |\n"
                + "|---|---|---|---|---|\n");
    for (AuthType way : AuthType.values()) {
      table
          .append("| `")
          .append(way.text())
          .append("` | ")
          .append(code(way.properties().stream().map(ConnectionProperty::key)))
          .append(" | ")
          .append(
              code(
                  Stream.concat(
                      way.properties().stream().flatMap(p -> p.environmentNames().stream()),
                      way.otherVariables().stream())))
          .append(" | ")
          .append(code(way.properties().stream().flatMap(p -> p.profileKey().stream())))
          .append(" | ")
          .append(way.chosen())
          .append(" |\n");
    }
    return table.toString();
  }

  private static String code(Stream<String> names) {
    return names.map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
