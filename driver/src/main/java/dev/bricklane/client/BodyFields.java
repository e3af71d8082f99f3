package dev.bricklane.client;

import java.util.LinkedHashMap;
import java.util.Map;

/** Adds fields to a body. */
final class BodyFields {
  private BodyFields() {}

  /** Returns the body with the fields that it does not have, objects merged. */
  static Map<String, Object> merged(Map<String, Object> body, Map<String, Object> further) {
    if (further.isEmpty()) {
      return body;
    }
    Map<String, Object> result = new LinkedHashMap<>(body);
    further.forEach((name, value) -> {
      if (!result.containsKey(name)) {
        result.put(name, value);
      } else if (result.get(name) instanceof Map<?, ?> own && value instanceof Map<?, ?> other) {
        result.put(name, merged(named(own), named(other)));
      }
    });
    return result;
  }

  /** Returns the object at a field, to be added to; makes it if there is none. */
  static Map<String, Object> inside(Map<String, Object> outer, String name) {
    Map<String, Object> inner =
        outer.get(name) instanceof Map<?, ?> there ? named(there) : new LinkedHashMap<>();
    outer.put(name, inner);
    return inner;
  }

  private static Map<String, Object> named(Map<?, ?> map) {
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((key, value) -> result.put(String.valueOf(key), value));
    return result;
  }
}
