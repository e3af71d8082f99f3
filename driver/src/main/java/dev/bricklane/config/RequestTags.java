package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.REQUEST_TAGS;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads what calls are accounted by: {@code team:bi,app:reports}, as databricks-jdbc has its {@code
 * query_tags}, or a JSON object of texts.
 */
final class RequestTags {
  private RequestTags() {}

  static Map<String, String> read(Values values) {
    Map<String, String> tags = new LinkedHashMap<>();
    values.checked(
        REQUEST_TAGS,
        (property, text) -> {
          String allowed = Values.allowedText(property, text);
          tags.putAll(allowed.startsWith("{") ? object(allowed) : pairs(allowed));
          return text;
        });
    return tags;
  }

  private static Map<String, String> object(String text) throws InvalidValueException {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : CallFields.object(text).entrySet()) {
      if (!(entry.getValue() instanceof String value)) {
        throw new InvalidValueException("must have a text for the tag " + entry.getKey());
      }
      put(tags, entry.getKey(), value);
    }
    return tags;
  }

  private static Map<String, String> pairs(String text) throws InvalidValueException {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      int colon = pair.indexOf(':');
      String name = colon < 0 ? pair : pair.substring(0, colon);
      put(tags, name.strip(), colon < 0 ? "" : pair.substring(colon + 1).strip());
    }
    return tags;
  }

  private static void put(Map<String, String> tags, String name, String value)
      throws InvalidValueException {
    if (name.isBlank()) {
      throw new InvalidValueException(
          "must be tags such as team:bi,app:reports, or a JSON object of texts");
    }
    if (tags.putIfAbsent(name, value) != null) {
      throw new InvalidValueException("has the tag " + name + " twice");
    }
  }
}
