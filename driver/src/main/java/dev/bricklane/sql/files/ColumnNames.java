package dev.bricklane.sql.files;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes names of columns that are there and differ, since SQL does not mind their case. */
final class ColumnNames {
  private ColumnNames() {}

  /**
   * Returns the names, {@code column3} for an empty third, {@code id_2} for a second {@code ID},
   * each on one line.
   */
  static List<String> distinct(List<String> given) {
    Set<String> original = new HashSet<>();
    given.forEach(name -> original.add(key(oneLine(name))));
    Set<String> used = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (String each : given) {
      String line = oneLine(each);
      String wanted = line.isEmpty() ? "column" + (names.size() + 1) : line;
      String name = wanted;
      for (int i = 2; used.contains(key(name)) || i > 2 && original.contains(key(name)); i++) {
        name = wanted + "_" + i;
      }
      used.add(key(name));
      names.add(name);
    }
    return names;
  }

  /** SQL has no names over several lines, but the headings of spreadsheets are. */
  private static String oneLine(String name) {
    return name.strip().replaceAll("\\R", " ");
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
