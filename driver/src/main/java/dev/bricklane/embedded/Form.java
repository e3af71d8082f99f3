package dev.bricklane.embedded;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a form or a query; of repeated ones the first counts. May hold secrets, so its
 * {@code toString} shows only names.
 */
final class Form {
  private final Map<String, String> fields = new HashMap<>();

  private Form() {}

  /** Reads {@code a=b&c=d}; null and blank have no fields. */
  static Form parse(@Nullable String text) {
    Form form = new Form();
    for (String pair : Objects.requireNonNullElse(text, "").split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.fields.putIfAbsent(
            decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return form;
  }

  /** Returns a field, or null if it is absent. */
  @Nullable String get(String name) {
    return fields.get(name);
  }

  /** Returns a field, or the empty string. */
  String text(String name) {
    return fields.getOrDefault(name, "");
  }

  @Override
  public String toString() {
    return "Form" + fields.keySet();
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
