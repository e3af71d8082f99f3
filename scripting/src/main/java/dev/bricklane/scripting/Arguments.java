package dev.bricklane.scripting;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The named arguments of a call, as the SQL functions have them. Names may also be written as
 * {@code maxTokens}; null leaves an argument out.
 */
final class Arguments {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final Set<String> MEDIA = Set.of("images", "audio", "video");

  /** Of those a list stays a list; any other is JSON. */
  private static final Set<String> ARRAYS = Set.of("images", "audio", "video", "stop");

  private final Map<String, Object> values = new LinkedHashMap<>();

  /**
   * Takes the arguments.
   *
   * @param named from names to values
   * @throws SQLException if a name cannot be one
   */
  Arguments(Map<?, ?> named) throws SQLException {
    for (Map.Entry<?, ?> argument : named.entrySet()) {
      String name = name(String.valueOf(argument.getKey()));
      if (argument.getValue() != null) {
        values.put(name, value(name, argument.getValue()));
      }
    }
  }

  /** Lets nothing but a name into the statement. */
  private static String name(String given) throws SQLException {
    if (!NAME.matcher(given).matches()) {
      throw new SQLException(
          "An argument's name has other than letters, digits and _: " + Json.beginning(given),
          "42601");
    }
    return snake(given);
  }

  /** Writes {@code maxTokens} as {@code max_tokens}. */
  static String snake(String name) {
    return HUMP.matcher(name).replaceAll("_").toLowerCase(java.util.Locale.ROOT);
  }

  private static Object value(String name, Object given) {
    Object value = given instanceof Object[] array ? Arrays.asList(array) : given;
    if (MEDIA.contains(name)) {
      return value instanceof Collection<?> several
          ? several.stream().map(Media::of).toList()
          : Media.of(value);
    }
    if (value instanceof Collection<?> && ARRAYS.contains(name)) {
      return value;
    }
    if (value instanceof Map<?, ?> || value instanceof Collection<?>) {
      return Json.write(value);
    }
    return value instanceof Number || value instanceof Boolean ? value : value.toString();
  }

  /** Returns whether an argument is given. */
  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Returns an argument; null if it is not given. */
  @Nullable Object get(String name) {
    return values.get(name);
  }

  /** Takes an argument out that is not for the function; null if it is not given. */
  @Nullable Object take(String name) {
    return values.remove(name);
  }

  /** Puts an argument in. */
  Arguments put(String name, Object value) {
    values.put(name, value(name, value));
    return this;
  }

  /**
   * Writes a call of a function.
   *
   * @param first its arguments without names, as SQL
   * @param parameters takes the values of what is written as {@code ?}
   */
  String call(String function, String first, List<@Nullable Object> parameters) {
    StringBuilder call = new StringBuilder(function).append('(').append(first);
    values.forEach((name, value) -> {
      boolean array = value instanceof Collection<?>;
      call.append(", ").append(name).append(array ? " => CAST(? AS VARCHAR ARRAY)" : " => ?");
      parameters.add(array ? new ArrayList<>((Collection<?>) value) : value);
    });
    return call.append(')').toString();
  }
}
