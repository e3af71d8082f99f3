package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The lines of {@code litellm-differences.md}, without their last cell, in their order. */
final class DifferenceTable {
  /** Stands for every call, or every model. */
  private static final String ALL = "all";

  /** Stands for every call that streams. */
  private static final String STREAMS = "all streams";

  private DifferenceTable() {}

  /** Reads the table, each line of which must have a reason. */
  static String read(String markdown) {
    Set<String> table = new TreeSet<>();
    for (String line : markdown.lines().toList()) {
      if (!line.startsWith("| ") || line.startsWith("| Call ") || line.startsWith("| --")) {
        continue;
      }
      String[] cells = line.substring(2, line.length() - 2).split(" \\| ", -1);
      assertThat(cells).as(line).hasSize(6);
      assertThat(cells[5]).as("a reason in: " + line).isNotBlank();
      table.add(line(cells[0], cells[1], new Difference(cells[2], cells[3], cells[4])));
    }
    return String.join("\n", table);
  }

  /**
   * Makes the table of what was found. What all calls have in common that both sent is one line,
   * and what all streams have beside that.
   */
  static String of(Map<DifferentialCall, List<Difference>> found) {
    Set<String> table = new TreeSet<>();
    Set<Difference> always = common(found, false);
    always.forEach(difference -> table.add(line(ALL, ALL, difference)));
    Set<Difference> streaming = common(found, true);
    streaming.removeAll(always);
    streaming.forEach(difference -> table.add(line(STREAMS, ALL, difference)));
    found.forEach((call, differences) -> {
      for (Difference difference : differences) {
        if (!always.contains(difference) && !(call.streams() && streaming.contains(difference))) {
          boolean both =
              found.entrySet().stream()
                  .filter(entry -> entry.getKey().name().equals(call.name()))
                  .allMatch(entry -> entry.getValue().contains(difference));
          table.add(line(call.name(), both ? ALL : call.who(), difference));
        }
      }
    });
    return String.join("\n", table);
  }

  private static Set<Difference> common(
      Map<DifferentialCall, List<Difference>> found, boolean streams) {
    List<List<Difference>> sent =
        found.entrySet().stream()
            .filter(entry -> entry.getKey().streams() == streams)
            .map(Map.Entry::getValue)
            .filter(differences ->
                differences.stream().noneMatch(each -> each.place().equals(Difference.REQUEST)))
            .toList();
    Set<Difference> common = new LinkedHashSet<>(sent.get(0));
    sent.forEach(common::retainAll);
    return common;
  }

  private static String line(String call, String model, Difference difference) {
    return "| "
        + String.join(
            " | ", call, model, difference.place(), difference.litellm(), difference.bricklane())
        + " |";
  }
}
