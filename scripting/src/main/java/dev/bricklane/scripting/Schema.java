package dev.bricklane.scripting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a script wants a value to be, as the JSON schema that a model is sent, and as what checks
 * and converts the value that the model gives. Immutable.
 */
final class Schema {
  private final Shape shape;

  private Schema(Shape shape) {
    this.shape = shape;
  }

  /**
   * Reads what a script wants.
   *
   * @param spec a class: {@code String}, a number's, {@code Boolean}, a date's or time's of {@code
   *     java.time}, an enum, a record, or a class with properties; a map from the names of fields
   *     to such, where a name that ends in {@code ?} may be left out; a list of one for a list of
   *     such; texts in a list for one of them; a class and a text in a list for the class with a
   *     description; a text for a text with that description
   * @throws IllegalArgumentException if it is something else; the message says where
   */
  static Schema of(Object spec) {
    return new Schema(ShapeReader.read(spec, ""));
  }

  /** Returns the JSON schema. */
  Map<String, Object> json() {
    return shape.json();
  }

  /** Returns whether this describes an object: services take nothing else as a whole answer. */
  boolean isObject() {
    return shape instanceof Shape.Fields;
  }

  /** Returns the same inside an object, as its only field. */
  Schema within(String field) {
    return new Schema(
        new Shape.Fields(List.of(new Shape.Field(field, true, shape)), values -> values));
  }

  /** Returns the argument {@code response_format} that has a model answer by this. */
  Map<String, Object> responseFormat() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("name", "structured_data");
    schema.put("schema", json());
    // Strict services want every field to be required.
    schema.put("strict", shape.isComplete());
    return Map.of("type", "json_schema", "json_schema", schema);
  }

  /**
   * Checks and converts a value.
   *
   * @param json what {@link Json} has read
   * @param what names the value in errors, such as {@code the answer}
   * @throws IllegalArgumentException if the value is another; the message says where, and what
   *     stands there
   */
  @Nullable Object read(@Nullable Object json, String what) {
    return shape.read(json, what);
  }
}
