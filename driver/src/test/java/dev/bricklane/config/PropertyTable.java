package dev.bricklane.config;

import java.util.ArrayList;
import java.util.List;

/** Writes the README's table of connection properties from the enum. */
final class PropertyTable {
  private PropertyTable() {}

  /** Returns the table as Markdown, each line ending with a line feed. */
  static String markdown() {
    StringBuilder table =
        new StringBuilder("| Property | Default | Meaning | Also known as |\n|---|---|---|---|\n");
    for (ConnectionProperty property : ConnectionProperty.values()) {
      table
          .append("| ")
          .append(code(property.key()))
          .append(" | ")
          .append(property.defaultValue().map(PropertyTable::code).orElse(""))
          .append(" | ")
          .append(property.description())
          .append(" | ")
          .append(alsoKnownAs(property))
          .append(" |\n");
    }
    return table.toString();
  }

  private static String alsoKnownAs(ConnectionProperty property) {
    List<String> names = new ArrayList<>();
    property.aliases().forEach(name -> names.add(code(name)));
    property.environmentNames().forEach(name -> names.add(code(name)));
    property.profileKey().ifPresent(key -> names.add(code(key) + " in the profile file"));
    return String.join(", ", names);
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
