package dev.bricklane.conformance.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Names with values, as a line of text: what the JVMs of a benchmark tell each other. Values may
 * hold neither blanks nor line ends; {@link #text} replaces them.
 */
record Facts(Map<String, String> values) {
  static Facts parse(String line) {
    return new Facts(
        Arrays.stream(line.strip().split(" +"))
            .map(fact -> fact.split("=", 2))
            .collect(Collectors.toMap(fact -> fact[0], fact -> fact.length > 1 ? fact[1] : "")));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name + " in " + values);
    }
    return value;
  }

  int number(String name) {
    return Integer.parseInt(text(name));
  }

  double decimal(String name) {
    return Double.parseDouble(text(name));
  }

  static String word(Object value) {
    return String.valueOf(value).replaceAll("\\s+", "_");
  }
}
