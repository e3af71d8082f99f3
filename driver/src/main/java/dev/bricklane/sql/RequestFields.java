package dev.bricklane.sql;

import dev.bricklane.sql.ModelFunction.Argument;
import dev.bricklane.sql.ModelFunction.ArgumentType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request's body: those of the arguments that have one, then {@code params}, then
 * {@code extra_body}, each merged into what is there, down to the innermost objects.
 */
final class RequestFields {
  private static final Set<String> OF_ARGUMENTS =
      Set.of("model", "messages", "prompt", "input", "contents");

  private RequestFields() {}

  /**
   * Reads them.
   *
   * @param checked whether the names in {@code params} must be known
   */
  static Map<String, Object> of(ArgumentValues arguments, boolean checked) {
    Map<String, Object> fields = new LinkedHashMap<>();
    List<Argument> all = arguments.function().arguments();
    for (int i = 0; i < all.size(); i++) {
      Argument argument = all.get(i);
      Object value = argument.wireName() == null ? null : arguments.field(i);
      if (value != null) {
        fields.put(
            argument.wireName(),
            argument.type() == ArgumentType.JSON
                ? StructuredArguments.of(arguments, argument.name(), value.toString())
                : value);
      }
    }
    Map<String, Object> params = JsonArguments.object(arguments, "params");
    if (params != null) {
      if (checked) {
        params.keySet().forEach(name -> check(arguments, name));
      }
      merge(fields, params);
    }
    Map<String, Object> extra = JsonArguments.object(arguments, "extra_body");
    if (extra != null) {
      merge(fields, extra);
    }
    Object answers = fields.get("n");
    if (answers != null && !answers.equals(1)) {
      throw arguments.refuse(
          "params", "asks for n other than 1, but a row has one answer; use sample");
    }
    return fields;
  }

  private static void check(ArgumentValues arguments, String name) {
    if (OF_ARGUMENTS.contains(name)) {
      throw arguments.refuse(
          "params", "has %s, which the arguments of that kind give".formatted(name));
    }
    Set<String> known = KnownFields.of(arguments.function().kind());
    if (!known.contains(name)) {
      throw arguments.refuse(
          "params",
          "has '%s', which no model knows%s; if yours does, put it into extra_body"
              .formatted(
                  name.length() > 60 ? name.substring(0, 60) + "…" : name,
                  KnownFields.nearest(name, known)
                      .map(near -> " (did you mean " + near + "?)")
                      .orElse("")));
    }
  }

  /** Merges objects; anything else takes the place of what was there. */
  private static void merge(Map<String, Object> fields, Map<String, Object> more) {
    more.forEach((name, value) -> {
      Map<String, Object> inner = JsonArguments.asObject(value);
      Map<String, Object> there = JsonArguments.asObject(fields.get(name));
      if (inner != null && there != null) {
        Map<String, Object> both = new LinkedHashMap<>(there);
        merge(both, inner);
        fields.put(name, both);
      } else {
        fields.put(name, value);
      }
    });
  }

  /** Returns a word of an argument in the form of an enum's constants; null if it is missing. */
  static @Nullable String constant(ArgumentValues arguments, String name) {
    String text = arguments.text(name);
    return text == null ? null : text.strip().replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
