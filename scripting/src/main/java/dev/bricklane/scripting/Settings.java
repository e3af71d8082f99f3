package dev.bricklane.scripting;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Connection properties as scripts give them: also with names in {@code snake_case}, maps for JSON,
 * and the names that ellmer has for the same things.
 *
 * @param properties the driver's
 * @param model the default model, if one was named
 */
record Settings(Map<String, String> properties, @Nullable String model) {
  private static final Pattern UNDERSCORE = Pattern.compile("_([a-z0-9])");
  private static final Map<String, String> ALSO =
      Map.of(
          "headers", "extraHeaders",
          "apiHeaders", "extraHeaders",
          "apiArgs", "extraBody",
          "workspace", "host");

  /**
   * Reads what a script gives.
   *
   * @param given from names to values; null values count as not given
   */
  static Settings of(Map<?, ?> given) {
    Map<String, String> properties = new LinkedHashMap<>();
    String model = null;
    for (Map.Entry<?, ?> entry : given.entrySet()) {
      Object value = entry.getValue();
      String name = camel(String.valueOf(entry.getKey()));
      if (value == null) {
        continue;
      }
      if (name.equals("model")) {
        model = value.toString();
      } else {
        properties.put(ALSO.getOrDefault(name, name), text(value));
      }
    }
    return new Settings(properties, model);
  }

  private static String text(Object value) {
    return value instanceof Map<?, ?> || value instanceof Collection<?>
        ? Json.write(value)
        : value.toString();
  }

  /** Writes {@code user_agent} as {@code userAgent}; what is written otherwise stays as it is. */
  private static String camel(String name) {
    if (name.indexOf('.') >= 0) {
      return name;
    }
    return UNDERSCORE
        .matcher(name)
        .replaceAll(found -> Matcher.quoteReplacement(found.group(1).toUpperCase(Locale.ROOT)));
  }

  /** Returns properties with these in the place of those of the same names, in any case. */
  Map<String, String> over(Map<?, ?> others) {
    Map<String, String> names = new HashMap<>();
    properties.keySet().forEach(name -> names.put(name.toLowerCase(Locale.ROOT), name));
    Map<String, String> all = new LinkedHashMap<>();
    others.forEach((name, value) -> {
      if (!names.containsKey(name.toString().toLowerCase(Locale.ROOT))) {
        all.put(name.toString(), value.toString());
      }
    });
    all.putAll(properties);
    return all;
  }
}
