package dev.bricklane.scripting;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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

  /** Settings that are not of one workspace: none of them is a credential, or says where. */
  private static final Pattern KEPT =
      Pattern.compile(
          "(?i)max.*|minimumIdle|.*Timeout|.*Time|userAgent|requestTags|onError|aliases|prices"
              + "|cache.*|recording|init|views|files|attach.*|.*proxy.*|trustStore.*");

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

  /** Returns whether these are for another workspace. */
  boolean leave() {
    return properties.keySet().stream()
        .anyMatch(name -> name.equalsIgnoreCase("host") || name.equalsIgnoreCase("profile"));
  }

  /** Returns those settings of a URL and its properties that another workspace may have too. */
  static Map<String, String> kept(String url, Map<?, ?> properties) {
    Map<String, String> kept = new LinkedHashMap<>();
    properties.forEach((name, value) -> kept.put(name.toString(), value.toString()));
    String[] parts = url.split(";");
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        kept.put(
            parts[i].substring(0, equals).strip(),
            URLDecoder.decode(
                parts[i].substring(equals + 1).replace("+", "%2B"), StandardCharsets.UTF_8));
      }
    }
    kept.keySet().removeIf(name -> !KEPT.matcher(name).matches());
    return kept;
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
