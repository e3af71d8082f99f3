package dev.bricklane.scripting;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A kind of value: its JSON schema, and how a value is read. Immutable. */
sealed interface Shape {
  /** Returns the JSON schema. */
  Map<String, Object> json();

  /**
   * Checks and converts a value.
   *
   * @param at where it stands, for errors
   */
  @Nullable Object read(@Nullable Object json, String at);

  /** Returns whether all fields within must be there. */
  default boolean isComplete() {
    return true;
  }

  /** Returns what an error says: where, what should stand there, and what does. */
  private static IllegalArgumentException wrong(String at, String wanted, @Nullable Object json) {
    return new IllegalArgumentException(
        at
            + " should be "
            + wanted
            + ", but is "
            + (json == null ? "missing" : Json.beginning(Json.write(json))));
  }

  /**
   * A value that JSON has as a text, a number or a boolean.
   *
   * @param schema its JSON schema
   * @param words what it is, for errors: such as "a text"
   * @param mayBeNull whether null is taken
   * @param reading converts; null or an exception if it cannot
   */
  record Scalar(
      Map<String, Object> schema,
      String words,
      boolean mayBeNull,
      Function<Object, @Nullable Object> reading)
      implements Shape {
    @Override
    public Map<String, Object> json() {
      return schema;
    }

    @Override
    public @Nullable Object read(@Nullable Object json, String at) {
      if (json == null && mayBeNull) {
        return null;
      }
      Object value = null;
      try {
        value = json == null ? null : reading.apply(json);
      } catch (RuntimeException e) {
        // Said below, in our own words.
      }
      if (value == null) {
        throw wrong(at, words, json);
      }
      return value;
    }
  }

  /** A list of values of one kind; null is taken. */
  record Elements(Shape element) implements Shape {
    @Override
    public Map<String, Object> json() {
      return Map.of("type", "array", "items", element.json());
    }

    @Override
    public @Nullable Object read(@Nullable Object json, String at) {
      if (json == null) {
        return null;
      }
      if (!(json instanceof List<?> list)) {
        throw wrong(at, "a list", json);
      }
      List<@Nullable Object> values = new ArrayList<>(list.size());
      for (Object value : list) {
        values.add(element.read(value, at + "[" + values.size() + "]"));
      }
      return values;
    }

    @Override
    public boolean isComplete() {
      return element.isComplete();
    }
  }

  /**
   * A field of an object.
   *
   * @param required whether it must be there
   */
  record Field(String name, boolean required, Shape shape) {}

  /**
   * An object; null is taken.
   *
   * @param fields in the order in which the model shall fill them
   * @param maker makes the value of those that are there
   */
  record Fields(List<Field> fields, Function<Map<String, @Nullable Object>, Object> maker)
      implements Shape {
    @Override
    public Map<String, Object> json() {
      Map<String, Object> properties = new LinkedHashMap<>();
      fields.forEach(field -> properties.put(field.name(), field.shape().json()));
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "object");
      schema.put("properties", properties);
      schema.put("required", fields.stream().filter(Field::required).map(Field::name).toList());
      schema.put("additionalProperties", false);
      return schema;
    }

    @Override
    public @Nullable Object read(@Nullable Object json, String at) {
      if (json == null) {
        return null;
      }
      if (!(json instanceof Map<?, ?> given)) {
        throw wrong(at, "an object", json);
      }
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      for (Field field : fields) {
        String place = at + "." + field.name();
        if (given.containsKey(field.name())) {
          values.put(
              field.name(),
              !field.required() && given.get(field.name()) == null
                  ? null
                  : field.shape().read(given.get(field.name()), place));
        } else if (field.required()) {
          throw new IllegalArgumentException(place + " is missing");
        } else {
          values.put(field.name(), null);
        }
      }
      return maker.apply(values);
    }

    @Override
    public boolean isComplete() {
      return fields.stream().allMatch(field -> field.required() && field.shape().isComplete());
    }
  }

  /** A value with a description for the model. */
  record Described(Shape shape, String description) implements Shape {
    @Override
    public Map<String, Object> json() {
      Map<String, Object> schema = new LinkedHashMap<>(shape.json());
      schema.put("description", description);
      return schema;
    }

    @Override
    public @Nullable Object read(@Nullable Object json, String at) {
      return shape.read(json, at);
    }

    @Override
    public boolean isComplete() {
      return shape.isComplete();
    }
  }

  /** Any object, as it is. */
  record Anything() implements Shape {
    @Override
    public Map<String, Object> json() {
      return Map.of("type", "object");
    }

    @Override
    public @Nullable Object read(@Nullable Object json, String at) {
      if (json != null && !(json instanceof Map<?, ?>)) {
        throw wrong(at, "an object", json);
      }
      return json;
    }

    @Override
    public boolean isComplete() {
      return false;
    }
  }

  /** Returns a number if a value is one. */
  static @Nullable BigDecimal number(Object json) {
    return json instanceof Number number ? new BigDecimal(number.toString()) : null;
  }
}
