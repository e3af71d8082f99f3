package dev.bricklane.jdbc;

import dev.bricklane.sql.ColumnType;
import java.lang.reflect.Array;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes Java arrays of SQL arrays: never of primitives, since callers cast to {@code Object[]}. */
final class JdbcArrays {
  /** A type of which nothing is known. */
  static final ColumnType ANY = ColumnType.of(Types.OTHER, "ANY", 0, 0);

  private JdbcArrays() {}

  /** Returns an array of the element's class, such as {@code Float[]}, or {@code String[][]}. */
  static Object[] toJava(List<@Nullable Object> values, ColumnType element) {
    Object[] array = (Object[]) Array.newInstance(elementClass(element), values.size());
    for (int i = 0; i < array.length; i++) {
      Object value = values.get(i);
      if (value != null) {
        array[i] = convert(value, element);
      }
    }
    return array;
  }

  private static Object convert(Object value, ColumnType type) {
    ColumnType inner = type.element();
    return inner == null
        ? Conversions.toJdbc(value, type)
        : toJava(Conversions.toList(value), inner);
  }

  private static Class<?> elementClass(ColumnType type) {
    ColumnType inner = type.element();
    return inner == null ? TypeFacts.of(type).javaClass() : elementClass(inner).arrayType();
  }
}
