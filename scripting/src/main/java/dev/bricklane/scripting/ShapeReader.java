package dev.bricklane.scripting;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a script writes for the kind of a value; see {@link Schema#of}. */
final class ShapeReader {
  private final Set<Class<?>> open = new LinkedHashSet<>();

  private ShapeReader() {}

  /**
   * Reads a specification.
   *
   * @param at where it stands, for errors; empty for the whole
   */
  static Shape read(@Nullable Object spec, String at) {
    return new ShapeReader().shape(spec, at);
  }

  private Shape shape(@Nullable Object spec, String at) {
    if (spec instanceof Type type) {
      return shape(type, at);
    }
    if (spec instanceof CharSequence description) {
      return described(shape(String.class, at), description);
    }
    if (spec instanceof Map<?, ?> fields) {
      return fields(fields, at);
    }
    if (spec instanceof List<?> list) {
      return list(list, at);
    }
    throw unknown(spec == null ? "null" : "a " + spec.getClass().getName(), at);
  }

  private Shape list(List<?> list, String at) {
    if (!list.isEmpty() && list.stream().allMatch(CharSequence.class::isInstance)) {
      return Scalars.choice(list.stream().map(Object::toString).toList(), text -> text);
    }
    if (list.size() == 2 && list.get(1) instanceof CharSequence description) {
      return described(shape(list.get(0), at), description);
    }
    if (list.size() == 1) {
      return new Shape.Elements(shape(list.get(0), at + "[]"));
    }
    throw unknown("a list of " + list.size(), at);
  }

  private static Shape described(Shape shape, CharSequence description) {
    return new Shape.Described(shape, description.toString());
  }

  private Shape fields(Map<?, ?> specs, String at) {
    List<Shape.Field> fields = new ArrayList<>();
    specs.forEach((key, spec) -> {
      String name = String.valueOf(key);
      boolean optional = name.endsWith("?");
      String field = optional ? name.substring(0, name.length() - 1) : name;
      fields.add(new Shape.Field(field, !optional, shape(spec, at + "." + field)));
    });
    return new Shape.Fields(List.copyOf(fields), values -> values);
  }

  private Shape shape(Type type, String at) {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      Type argument = generic.getActualTypeArguments()[0];
      if (Collection.class.isAssignableFrom(raw) || raw == Iterable.class) {
        return new Shape.Elements(shape(argument, at + "[]"));
      }
      if (Map.class.isAssignableFrom(raw)) {
        return new Shape.Anything();
      }
      return shape(raw, at);
    }
    if (!(type instanceof Class<?> plain)) {
      throw unknown(type.getTypeName(), at);
    }
    Shape scalar = Scalars.of(plain);
    if (scalar != null) {
      return scalar;
    }
    if (plain.isArray()) {
      return new Shape.Elements(shape((Type) plain.getComponentType(), at + "[]"));
    }
    if (plain == Map.class || plain == Object.class) {
      return new Shape.Anything();
    }
    if (Collection.class.isAssignableFrom(plain)) {
      throw unknown("a list of nobody knows what: write [String], or List<String>", at);
    }
    if (plain.isInterface() || plain.getName().startsWith("java.")) {
      throw unknown(plain.getName(), at);
    }
    return ofClass(plain, at);
  }

  private Shape ofClass(Class<?> type, String at) {
    if (!open.add(type)) {
      throw unknown(type.getName() + ", which holds itself,", at);
    }
    try {
      ClassFields properties = ClassFields.of(type);
      List<Shape.Field> fields = new ArrayList<>();
      properties
          .types()
          .forEach((name, declared) -> {
            boolean optional =
                declared instanceof ParameterizedType generic
                    && generic.getRawType() == Optional.class;
            Type inner =
                optional ? ((ParameterizedType) declared).getActualTypeArguments()[0] : declared;
            fields.add(new Shape.Field(name, !optional, shape(inner, at + "." + name)));
          });
      if (fields.isEmpty()) {
        throw unknown(type.getName() + ", which has no properties,", at);
      }
      return new Shape.Fields(List.copyOf(fields), properties::make);
    } finally {
      open.remove(type);
    }
  }

  private static IllegalArgumentException unknown(String what, String at) {
    return new IllegalArgumentException(
        (at.isEmpty() ? "The wanted type" : "The wanted type of " + at.substring(1))
            + " cannot be "
            + what
            + "; it may be a class such as String or Integer, a record or class with properties, a"
            + " map of fields, [String] for a list, or ['a', 'b'] for one of these");
  }
}
